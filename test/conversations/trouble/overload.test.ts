import { describe, expect, test } from 'vitest';
import { usualLimits } from '../../../src/slack/call/fair-queue.js';
import { count } from '../../harness.js';
import { runningForEach } from '../../running.js';

const ROOM = usualLimits.personAtOnce + usualLimits.personWaiting;

const running = runningForEach({ environment: { LOG_LEVEL: 'warn' } });

/** One person asks for more than there is room for, while the API takes its time. */
async function flood(times: number) {
  running.api.fault({ operation: 'create', kind: 'delay', ms: 3000 });
  const aiko = running.slack.as('aiko');
  await Promise.all(
    Array.from({ length: times }, (_, index) =>
      aiko.command(`/apiclient create n${index} --user billing --purpose x`),
    ),
  );
  return aiko;
}

const saying = (words: string, messages: readonly { readonly content: string }[]) =>
  messages.filter(({ content }) => content.includes(words)).length;

describe('more than the bot takes', () => {
  test('is refused at once in a sentence, and what was taken is done', { timeout: 60_000 }, async () => {
    const extra = 30;
    const aiko = await flood(ROOM + extra);
    expect(saying('Try again in a minute', aiko.messages())).toBe(extra);
    await aiko.sees(({ messages }) => saying('API client created', messages) === ROOM, { timeoutMs: 30_000 });
    expect(count(running.api, 'create')).toBe(ROOM);
  });

  test('of one person does not keep another waiting', { timeout: 60_000 }, async () => {
    const aiko = await flood(ROOM);
    const ben = running.slack.as('ben');
    await ben.command('/apiclient version');
    await ben.seesMessage('API Clients bot');
    expect(saying('API client created', aiko.messages())).toBeLessThan(ROOM);
  });

  test('in buttons is said once, not for every click', { timeout: 60_000 }, async () => {
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient list');
    await aiko.seesMessage('Show');
    await flood(ROOM);
    for (let click = 0; click < 5; click += 1) await aiko.press('Show');
    await aiko.seesMessage('Try again in a minute');
    expect(saying('Try again in a minute', aiko.messages())).toBe(1);
  });

  test('in a form is said under its first field, and what was entered stays', {
    timeout: 60_000,
  }, async () => {
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient create');
    await aiko.sees(({ modal }) => modal !== undefined && 'Name' in modal.fields);
    await aiko.fill('Name', 'by form');
    await aiko.choose('Alphaus user', 'analytics');
    await aiko.fill('Purpose', 'x');
    await running.settled();
    await flood(ROOM);
    await aiko.submit();
    expect(aiko.modal()?.errors['Name']).toContain('Try again in a minute');
    expect(aiko.modal()?.fields).toMatchObject({ Name: 'by form', Purpose: 'x' });
    await aiko.sees(({ messages }) => saying('API client created', messages) === ROOM, { timeoutMs: 30_000 });
    await aiko.submit();
    await aiko.sees(({ messages }) => saying('API client created', messages) === ROOM + 1);
  });
});
