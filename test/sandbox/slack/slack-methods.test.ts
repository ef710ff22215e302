import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebClient } from '@slack/web-api';
import { expect, test } from 'vitest';
import { answeredMethods } from '../../../sandbox/slack/web-api/web-api.js';

const SOURCES = fileURLToPath(new URL('../../../src/slack', import.meta.url));
const CALL =
  /\.((?:apps|auth|chat|conversations|files|functions|oauth|team|users|usergroups|views)(?:\.[a-zA-Z]+){1,2})\(/g;

const web: unknown = new WebClient();
/** Leaves out the bot's own things that are called alike. */
const isSlackMethod = (name: string): boolean =>
  typeof name
    .split('.')
    .reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
      web,
    ) === 'function';

test('the sandbox answers every method that the bot calls', () => {
  const called = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(join(SOURCES, file), 'utf8').matchAll(CALL)])
    .map(([, name]) => name ?? '')
    .filter(isSlackMethod);
  expect(called).toContain('chat.postEphemeral');
  expect(called.filter((name) => !answeredMethods.includes(name))).toEqual([]);
});
