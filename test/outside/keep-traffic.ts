import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The directory with what went between Slack and the bot. */
    traffic: string;
  }
}

/**
 * CI has kept what all tests made the bot send (`KEEP_SLACK_TRAFFIC`). Without that, the conversations of the tests are
 * gone through now.
 */
export default function setup(project: TestProject): (() => void) | undefined {
  const kept = process.env['KEEP_SLACK_TRAFFIC'];
  if (kept !== undefined) {
    project.provide('traffic', kept);
    return undefined;
  }
  const directory = mkdtempSync(join(tmpdir(), 'apiclient-traffic-'));
  const { status } = spawnSync('npx', ['vitest', 'run', 'test/conversations'], {
    cwd: new URL('../..', import.meta.url),
    env: { ...process.env, KEEP_SLACK_TRAFFIC: directory },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error('the conversations, whose messages are to be read, failed');
  project.provide('traffic', directory);
  return () => rmSync(directory, { recursive: true });
}
