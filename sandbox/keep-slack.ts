import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { KeptState } from './slack/workspace/kept-state.js';
import type { SandboxSlack } from './slack/start-slack.js';
import { readState } from './state-directory.js';

const PAUSE_MS = 200;

/** What `keepSlack` wrote there; `undefined` when nothing was. Throws `StateUnreadable`. */
export function keptSlack(path: string): KeptState | undefined {
  return existsSync(path) ? readState(path, readFileSync(path, 'utf8'), KeptState) : undefined;
}

/** Writes what the workspace has into a file, a moment after each change; a last time when it is stopped. */
export function keepSlack(slack: Pick<SandboxSlack, 'kept' | 'onChange'>, path: string): () => void {
  let pause: NodeJS.Timeout | undefined;
  const write = (): void => {
    pause = undefined;
    writeFileSync(`${path}.new`, JSON.stringify(slack.kept()), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  };
  const unsubscribe = slack.onChange(() => {
    pause ??= setTimeout(write, PAUSE_MS);
  });
  return () => {
    unsubscribe();
    clearTimeout(pause);
    write();
  };
}
