import { type ReactNode, useEffect, useState } from 'react';
import type { BotState } from '../../../bot-state.js';

const ASK_EVERY_MS = 2000;

/** Says so when the bot's process has ended, since nothing that one presses gets an answer then. */
export function BotBanner(): ReactNode {
  const [state, setState] = useState<BotState>();
  useEffect(() => {
    const ask = async (): Promise<void> => {
      if (document.hidden) return;
      const answer: unknown = await fetch('/sandbox/bot')
        .then((response) => response.json())
        .catch(() => undefined);
      if (isBotState(answer)) setState(answer);
    };
    void ask();
    const asking = setInterval(() => void ask(), ASK_EVERY_MS);
    return () => clearInterval(asking);
  }, []);
  if (!state || state.isRunning) return null;
  return (
    <div className="bot-banner" role="alert">
      <strong>The bot has ended ({state.ending}).</strong> Nothing will answer. Press Ctrl-C in the sandbox’s
      terminal, where its last words stand, and run <code>npm run sandbox</code> again.
    </div>
  );
}

function isBotState(answer: unknown): answer is BotState {
  return typeof answer === 'object' && answer !== null && 'isRunning' in answer;
}
