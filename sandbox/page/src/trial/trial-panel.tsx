import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { TokenAnswer, TokenRequest } from '../../../token-answer.js';
import { useShell } from '../shell-context.js';
import { words } from '../words/words.js';
import { Icon } from '../widget/icon.js';
import { requestToken } from './request-token.js';

const says = words.trial;

/** Proof that a created API client works: exchanges its credentials for an access token. */
export function TrialPanel({ offered }: { readonly offered: TokenRequest | undefined }): ReactNode {
  const { credentials, fillIn, showPanel, token: answer, setToken: setAnswer } = useShell();
  const id = useId();
  const [busy, setBusy] = useState(false);
  const isTaken =
    offered?.clientId === credentials.clientId && offered.clientSecret === credentials.clientSecret;

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const asked = { clientId: credentials.clientId.trim(), clientSecret: credentials.clientSecret.trim() };
    if (asked.clientId === '' || asked.clientSecret === '') {
      setAnswer({ kind: 'refused', status: 0, reason: '', why: 'incomplete' });
      return;
    }
    setBusy(true);
    setAnswer(undefined);
    setAnswer(await requestToken(asked));
    setBusy(false);
  };
  return (
    <section className="panel trial" aria-label={says.name}>
      <header className="panel-head">
        <h2>{says.title}</h2>
        <button
          type="button"
          className="icon-button"
          aria-label={says.close}
          onClick={() => showPanel(undefined)}
        >
          <Icon name="cross" />
        </button>
      </header>
      <p className="panel-intro">{says.intro}</p>
      {offered && !isTaken && (
        <button
          type="button"
          className="button button-small"
          title={says.takeSays}
          onClick={() => {
            setAnswer(undefined);
            fillIn(offered);
          }}
        >
          {says.take}
        </button>
      )}
      <form noValidate onSubmit={(event) => void submit(event)}>
        <label htmlFor={`${id}-id`}>{says.clientId}</label>
        <input
          id={`${id}-id`}
          className="field"
          autoComplete="off"
          spellCheck={false}
          value={credentials.clientId}
          onChange={(event) => fillIn({ ...credentials, clientId: event.target.value })}
        />
        <label htmlFor={`${id}-secret`}>{says.clientSecret}</label>
        <input
          id={`${id}-secret`}
          className="field"
          autoComplete="off"
          spellCheck={false}
          value={credentials.clientSecret}
          onChange={(event) => fillIn({ ...credentials, clientSecret: event.target.value })}
        />
        <button type="submit" className="button button-primary" aria-busy={busy}>
          {says.submit}
        </button>
      </form>
      <div role="status">{answer && <Answer answer={answer} />}</div>
    </section>
  );
}

function Answer({ answer }: { readonly answer: TokenAnswer }): ReactNode {
  if (answer.kind === 'refused') {
    return (
      <div className="answer answer-refused">
        <strong>{says.refused(answer.status)}</strong>
        {says.why[answer.why] !== '' && <p>{says.why[answer.why]}</p>}
        {answer.reason !== '' && <p className="answer-reason">{says.apiSays(answer.reason)}</p>}
      </div>
    );
  }
  return (
    <div className="answer answer-issued">
      <strong>{says.issued}</strong>
      <dl>
        <dt>access_token</dt>
        <dd>
          <code>{answer.accessToken}</code>
        </dd>
        <dt>token_type</dt>
        <dd>{answer.tokenType}</dd>
        <dt>expires_in</dt>
        <dd>{says.seconds(answer.expiresInSeconds)}</dd>
      </dl>
    </div>
  );
}
