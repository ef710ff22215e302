import { expect, test } from 'vitest';
import { nearestCommand } from '../../../src/slack/commands/nearest-command.js';

const COMMANDS = ['access', 'create', 'delete', 'help', 'list', 'request', 'requests', 'why'] as const;

test.each([
  ['crete', 'create'],
  ['CREATE', 'create'],
  ['craete', 'create'],
  ['creat', 'create'],
  ['requets', 'request'],
  ['requestss', 'requests'],
  ['hlep', 'help'],
  ['wyh', 'why'],
])('somebody who types «%s» meant %s', (typed, meant) => {
  expect(nearestCommand(typed, COMMANDS)).toBe(meant);
});

test.each(['frobnicate', 'ls', 'x', '', 'create-everything'])('«%s» is like no command', (typed) => {
  expect(nearestCommand(typed, COMMANDS)).toBeUndefined();
});
