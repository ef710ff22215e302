import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { TokenAnswer, TokenRequest } from '../../../token-answer.js';

/** Proof that a created API client works: exchanges its credentials for an access token. */
export function CredentialsPanel(): ReactNode {
  const id = useId();
  const [clientId, setClientId] = useState('');
  const [clientSecret, setClientSecret] = useState('');
  const [answer, setAnswer] = useState<TokenAnswer>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (clientId.trim() === '' || clientSecret.trim() === '') {
      setAnswer({ kind: 'refused', status: 0, reason: 'Fill in both: the client ID and its secret.' });
      return;
    }
    setBusy(true);
    setAnswer(undefined);
    setAnswer(await requestToken({ clientId: clientId.trim(), clientSecret: clientSecret.trim() }));
    setBusy(false);
  };
  return (
    <section className="credentials" role="region" aria-label="API client credentials">
      <h2>Try an API client</h2>
      <p>Paste what the bot gave you. The sandbox API exchanges it for an access token, or refuses.</p>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <label htmlFor={`${id}-id`}>Client ID</label>
        <input
          id={`${id}-id`}
          className="field"
          autoComplete="off"
          spellCheck={false}
          value={clientId}
          onChange={(event) => setClientId(event.target.value)}
        />
        <label htmlFor={`${id}-secret`}>Client secret</label>
        <input
          id={`${id}-secret`}
          className="field"
          autoComplete="off"
          spellCheck={false}
          value={clientSecret}
          onChange={(event) => setClientSecret(event.target.value)}
        />
        <button type="submit" className="button button-primary" aria-busy={busy}>
          Get access token
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
        <strong>Refused{answer.status === 0 ? '' : ` with status ${answer.status}`}</strong>
        <p>{answer.reason}</p>
      </div>
    );
  }
  return (
    <div className="answer answer-issued">
      <strong>Access token issued</strong>
      <dl>
        <dt>access_token</dt>
        <dd>
          <code>{answer.accessToken}</code>
        </dd>
        <dt>token_type</dt>
        <dd>{answer.tokenType}</dd>
        <dt>expires_in</dt>
        <dd>{answer.expiresInSeconds} s</dd>
      </dl>
    </div>
  );
}

async function requestToken(credentials: TokenRequest): Promise<TokenAnswer> {
  try {
    const response = await fetch('/sandbox/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(credentials),
    });
    const answer: unknown = await response.json();
    if (isTokenAnswer(answer)) return answer;
    return { kind: 'refused', status: response.status, reason: 'The sandbox answered something unexpected.' };
  } catch {
    return {
      kind: 'refused',
      status: 0,
      reason: 'The sandbox does not answer. Is `npm run sandbox` still running?',
    };
  }
}

function isTokenAnswer(answer: unknown): answer is TokenAnswer {
  return typeof answer === 'object' && answer !== null && 'kind' in answer;
}
