import { type ReactNode, useState } from 'react';
import { orderRestart } from '../underneath/order.js';
import { useUnderneath } from '../underneath/underneath-context.js';
import { words } from '../words/words.js';

const says = words.underneath.bot;

/** Says so when the bot's process is not there, since nothing that one presses gets an answer then. */
export function BotBanner(): ReactNode {
  const state = useUnderneath().now?.bot;
  const [busy, setBusy] = useState(false);
  if (!state || state.kind === 'running') return null;
  if (state.kind === 'restarting') {
    return (
      <div className="bot-banner bot-banner-calm" role="status">
        {says.restarting}
      </div>
    );
  }
  const start = async (): Promise<void> => {
    setBusy(true);
    await orderRestart('in-order');
    setBusy(false);
  };
  return (
    <div className="bot-banner" role="alert">
      <strong>{says.ended(state.ending)}</strong> {says.endedSays}{' '}
      <button
        type="button"
        className="button button-small"
        aria-busy={busy}
        onClick={() => !busy && void start()}
      >
        {says.start}
      </button>
    </div>
  );
}
