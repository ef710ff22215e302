import { afterEach, beforeEach, expect } from 'vitest';
import { type Running, type RunningOptions, start } from './harness.js';

/**
 * The bot between both sandboxes, started for each test of the file. After each test Slack must have had nothing to
 * refuse.
 */
export function runningForEach(options: RunningOptions = {}): Running {
  let current: Running | undefined;
  const now = (): Running => {
    if (current === undefined) throw new Error('the bot runs only while a test does');
    return current;
  };
  beforeEach(async () => {
    current = await start(options);
  });
  afterEach(async () => {
    expect(now().slack.violations()).toEqual([]);
    await now().stop();
  });
  return {
    get api() {
      return now().api;
    },
    get slack() {
      return now().slack;
    },
    get bot() {
      return now().bot;
    },
    get backend() {
      return now().backend;
    },
    changePolicy: (changes) => now().changePolicy(changes),
    restart: (runtime) => now().restart(runtime),
    settled: () => now().settled(),
    log: () => now().log(),
    audit: () => now().audit(),
    stop: () => now().stop(),
  };
}
