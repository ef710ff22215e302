import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Running, start } from '../harness.js';

let running: Running;
beforeEach(async () => {
  running = await start();
});
afterEach(async () => {
  expect(running.slack.violations()).toEqual([]);
  await running.stop();
});

describe('what is refused', () => {
  test('is on record: who, what, on what and why, by the reference that the person and the log have', async () => {
    const gus = running.slack.as('gus');
    await gus.command('/apiclient create x --user billing --purpose y', { channel: '#general' });
    const { content } = await gus.seesMessage('Guests of this workspace');
    const [, reference = ''] = /Reference: (\w{8})/.exec(content) ?? [];
    const [record, ...more] = await running.audit();
    expect(more).toEqual([]);
    expect(record).toMatchObject({
      sequence: 1,
      actor: running.slack.personId('gus'),
      action: 'create',
      target: {},
      outcome: 'refused',
      reason: 'guest',
      reference,
    });
    expect(running.log()).toContain(`"reference":"${reference}"`);
  });
});
