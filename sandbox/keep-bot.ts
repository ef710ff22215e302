import { type BotOptions, type BotProcess, startBotProcess } from './bot-process.js';
import type { BotState } from './bot-state.js';

/** `in-order` lets work under way end, as a deployment does; `at-once` is a crash. */
export type Restart = 'in-order' | 'at-once';

export interface KeptBot {
  state(): BotState;
  /** Resolves when the bot answers that it is ready; rejects when it ends or takes too long. */
  ready(): Promise<void>;
  lastWords(): Promise<string>;
  /** Ends the process, if it runs, and starts another; a restart under way is the one that is waited for. */
  restart(how: Restart): Promise<void>;
  /** Resolves when the bot that runs, if one does, lives by a clock that is so far ahead of the machine's. */
  setClock(aheadMs: number): Promise<void>;
  stop(): Promise<void>;
  /** Is told how the process ended when nobody asked it to. */
  onEnded(listener: (ending: string) => void): void;
}

/** The bot's process, which can be replaced by another one in the same place. */
export function keepBot(options: BotOptions): KeptBot {
  const listeners: ((ending: string) => void)[] = [];
  let state: BotState = { kind: 'running' };
  let isAsked = false;
  let underWay: Promise<void> | undefined;

  const start = (): BotProcess => {
    const started = startBotProcess(options);
    void watch(started);
    return started;
  };
  const watch = async (started: BotProcess): Promise<void> => {
    const ending = await started.ended;
    if (isAsked || started !== current) return;
    state = { kind: 'ended', ending };
    for (const listener of listeners) listener(ending);
  };
  let current = start();

  const replace = async (how: Restart): Promise<void> => {
    state = { kind: 'restarting' };
    isAsked = true;
    if (current.ending() === undefined) await (how === 'in-order' ? current.stop() : current.kill());
    isAsked = false;
    current = start();
    try {
      await current.ready();
      state = { kind: 'running' };
    } catch (error) {
      state = { kind: 'ended', ending: current.ending() ?? String(error) };
    }
  };
  return {
    state: () => state,
    ready: () => current.ready(),
    lastWords: () => current.lastWords(),
    restart: (how) => {
      underWay ??= replace(how).finally(() => {
        underWay = undefined;
      });
      return underWay;
    },
    setClock: async (aheadMs) => {
      await underWay;
      await current.setClock(aheadMs);
    },
    stop: async () => {
      await underWay;
      isAsked = true;
      await current.stop();
    },
    onEnded: (listener) => void listeners.push(listener),
  };
}
