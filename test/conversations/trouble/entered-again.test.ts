import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { guarded } from '../../../src/storage/backends/guarded-backend.js';
import { members, type Running, start } from '../../harness.js';
import { breakable, type StoreState } from '../../storage/backends/breakable-backend.js';

let running: Running;
let store: StoreState;
beforeEach(async () => {
  store = 'up';
  running = await start({
    policy: { approvers: members('chloe') },
    runtime: {
      wrapBackend: (backend) =>
        guarded(
          breakable(backend, () => store),
          500,
        ),
    },
  });
});
afterEach(async () => {
  store = 'up';
  expect(running.slack.violations()).toEqual([]);
  await running.stop();
});

const as = (who: string) => running.slack.as(who);
const hasFields = (who: string, ...names: readonly string[]) =>
  as(who).sees(({ modal }) => names.every((name) => name in (modal?.fields ?? {})));

/** Slack doesn’t say who anybody is. */
async function nobodyIsKnown(): Promise<void> {
  // It is forgotten what Slack said before.
  await running.restart();
  running.slack.fault({ method: 'users.info', kind: 'error', error: 'internal_error', times: 20 });
}

/** Presses the button under what was said, once the reason is over; the form comes again with these fields. */
async function tries(who: string, sentence: string, fields: Readonly<Record<string, unknown>>) {
  const told = await as(who).seesMessage(sentence, { timeoutMs: 20_000 });
  expect(told.content).toContain('[Try again]');
  store = 'up';
  running.slack.clearFaults();
  running.api.clearFaults();
  await as(who).press('Try again', { in: told });
  const { modal } = await hasFields(who, ...Object.keys(fields));
  expect(modal?.fields).toMatchObject(fields);
}

const AWAY = 'can’t reach its storage right now';
const NOT_KNOWN = 'Try again in a minute';

describe('what an approver wrote comes back, and decides', () => {
  const REASON = 'Use “the shared one”\nof the "finance" team';

  const asked = () => as('chloe').seesMessage('requests weekly');

  async function asks() {
    await as('ben').command('/apiclient request weekly --user billing --purpose x');
    return asked();
  }

  async function denying(): Promise<void> {
    await as('chloe').press('Deny', { in: await asks() });
    await hasFields('chloe', 'Reason');
    await as('chloe').fill('Reason', REASON);
  }

  test('where Slack did not say who they are', async () => {
    await denying();
    await nobodyIsKnown();
    await as('chloe').submit();
    await tries('chloe', NOT_KNOWN, { Reason: REASON });
    await as('chloe').submit();
    await as('ben').seesMessage('Use “the shared one”');
  });

  test('where the store was away', async () => {
    await denying();
    store = 'refusing';
    await as('chloe').submit();
    await tries('chloe', AWAY, { Reason: REASON });
    await as('chloe').submit();
    await as('ben').seesMessage('Use “the shared one”');
  });

  test('unless somebody else was first meanwhile', async () => {
    running.slack.changePerson('daniel', { isAdmin: true });
    await denying();
    await nobodyIsKnown();
    await as('chloe').submit();
    const told = await as('chloe').seesMessage(NOT_KNOWN, { timeoutMs: 20_000 });
    running.slack.clearFaults();
    await as('daniel').command('/apiclient requests');
    await as('daniel').press('Approve', { in: await as('daniel').seesMessage('weekly') });
    await as('ben').seesMessage('approved your request for weekly');
    await as('chloe').press('Try again', { in: told });
    await as('chloe').seesMessage('was already approved by @Daniel Novak');
    expect(as('chloe').modal()).toBeUndefined();
  });

  test('with the Alphaus user that they chose, where Alphaus was away', async () => {
    await as('ben').command('/apiclient request weekly --purpose x');
    await hasFields('ben', 'Name');
    await as('ben').submit();
    await as('chloe').press('Approve with comment', { in: await asked() });
    await hasFields('chloe', 'Comment');
    await as('chloe').choose('Alphaus user', 'analytics');
    await as('chloe').fill('Comment', 'for this quarter');
    running.api.fault({ operation: 'users', kind: 'status', status: 503 });
    await running.restart();
    await as('chloe').submit();
    await tries('chloe', 'Alphaus had an error', {
      'Alphaus user': 'analytics',
      Comment: 'for this quarter',
    });
    await as('chloe').submit();
    await as('ben').seesMessage('for this quarter');
  });
});

describe('a filter comes back, and filters', () => {
  test('the list', async () => {
    running.api.seed('billing', [{ name: 'alpha' }, { name: 'beta' }]);
    await as('aiko').command('/apiclient list', { channel: '#general' });
    await as('aiko').seesMessage('alpha');
    await as('aiko').press('Filter');
    await hasFields('aiko', 'Text in name, ID or purpose');
    await as('aiko').fill('Text', 'beta');
    await as('aiko').choose('Alphaus user', 'billing');
    await nobodyIsKnown();
    await as('aiko').submit();
    await tries('aiko', NOT_KNOWN, { 'Text in name, ID or purpose': 'beta', 'Alphaus user': 'billing' });
    await as('aiko').submit();
    await as('aiko').seesMessage('matching “beta”');
  });

  test('the trail', async () => {
    await as('aiko').command('/apiclient create nightly --user billing --purpose x');
    await as('aiko').seesMessage('API client created');
    await as('aiko').command('/apiclient audit', { channel: '#general' });
    await as('aiko').seesMessage('Audit trail');
    await as('aiko').press('Filter or export');
    await hasFields('aiko', 'Action');
    await as('aiko').choose('Action', 'create');
    await as('aiko').fill('Alphaus user', 'billing');
    await as('aiko').choose('Show or export', 'Export as CSV, for a spreadsheet');
    store = 'refusing';
    await as('aiko').submit();
    await tries('aiko', AWAY, { Action: 'create', 'Alphaus user': 'billing', 'Show or export': 'csv' });
    await as('aiko').submit();
    await as('aiko').seesMessage(/audit-.*csv/);
  });
});

test('what was entered for a new client comes back, where the store was away', async () => {
  await as('aiko').command('/apiclient create nightly --user billing', { channel: '#general' });
  await hasFields('aiko', 'Purpose');
  await as('aiko').fill('Purpose', 'exports');
  store = 'refusing';
  await as('aiko').submit();
  await tries('aiko', AWAY, { Name: 'nightly', Purpose: 'exports' });
  await as('aiko').submit();
  await as('aiko').seesMessage('save its secret now');
  expect(running.api.clients().filter(({ name }) => name === 'nightly')).toHaveLength(1);
});
