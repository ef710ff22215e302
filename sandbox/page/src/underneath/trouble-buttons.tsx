import { type ReactNode, useId, useState } from 'react';
import type { Restart } from '../../../keep-bot.js';
import { Trouble } from '../../../underneath/underneath.js';
import { words } from '../words/words.js';
import { orderRestart, orderTrouble } from './order.js';
import { useUnderneath } from './underneath-context.js';

const { trouble: says } = words.underneath;

/** Makes API, Slack or bot fail, so that one sees what the bot does then. */
export function TroubleButtons(): ReactNode {
  const { now } = useUnderneath();
  const titleId = useId();
  const [restarting, setRestarting] = useState<Restart>();
  const [failed, setFailed] = useState(false);
  const standing = now?.troubles ?? [];
  const toggle = async (trouble: Trouble): Promise<void> =>
    setFailed(!(await orderTrouble(trouble, !standing.includes(trouble))));
  const restart = async (how: Restart): Promise<void> => {
    setRestarting(how);
    setFailed(!(await orderRestart(how)));
    setRestarting(undefined);
  };
  return (
    <section className="troubles" aria-labelledby={titleId}>
      <p>
        <strong id={titleId}>{says.title}</strong> {says.intro}
      </p>
      <div className="trouble-buttons">
        {Trouble.options.map((trouble) => (
          <button
            key={trouble}
            type="button"
            className="button button-small toggle"
            aria-pressed={standing.includes(trouble)}
            title={says.says[trouble]}
            onClick={() => void toggle(trouble)}
          >
            {says.label[trouble]}
          </button>
        ))}
        <RestartButton
          text={says.restart}
          title={says.restartSays}
          isBusy={restarting === 'in-order'}
          onPress={() => void restart('in-order')}
        />
        <RestartButton
          text={says.crash}
          title={says.crashSays}
          isBusy={restarting === 'at-once'}
          onPress={() => void restart('at-once')}
        />
      </div>
      <div role="status">
        {standing.map((trouble) => (
          <p key={trouble} className="trouble-standing">
            {says.says[trouble]}
          </p>
        ))}
        {failed && <p className="trouble-standing">{says.failed}</p>}
      </div>
    </section>
  );
}

function RestartButton(props: {
  readonly text: string;
  readonly title: string;
  readonly isBusy: boolean;
  readonly onPress: () => void;
}): ReactNode {
  return (
    <button
      type="button"
      className="button button-small"
      title={props.title}
      aria-busy={props.isBusy}
      onClick={() => !props.isBusy && props.onPress()}
    >
      {props.text}
    </button>
  );
}
