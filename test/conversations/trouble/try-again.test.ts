import { describe, expect, test } from 'vitest';
import { clientNamed, count } from '../../harness.js';
import { runningForEach } from '../../running.js';

const running = runningForEach();

const AWAY = { kind: 'status', status: 503 } as const;
const PURPOSE = 'Exports “nightly” costs\nto the "finance" folder';
const inForm = { timeoutMs: 20_000 };

const person = (who: string) => running.slack.as(who);
const isForm = ({ modal }: { readonly modal?: { readonly fields: object } | undefined }): boolean =>
  modal !== undefined && 'Name' in modal.fields;
const offersTryAgain = (message: { readonly content: string }): boolean =>
  message.content.includes('[Try again]');

describe('what somebody typed while Alphaus is down', () => {
  test('comes back with Try again, in the same modal, and is created once Alphaus is back', async () => {
    const { api } = running;
    const aiko = person('aiko');
    api.fault({ operation: 'users', ...AWAY });
    await aiko.command(
      '/apiclient create nightly export --user billing --purpose "Exports costs" --owner @data-team --until 90d',
      { channel: '#general' },
    );
    await aiko.seesModal('Alphaus had an error', inForm);
    // Again in vain: what was typed is still there.
    await aiko.press('Try again');
    await aiko.sees(({ modal }) => modal?.content.includes('Loading') === true);
    await aiko.seesModal('Alphaus had an error', inForm);
    api.clearFaults();
    await aiko.press('Try again');
    const { modal } = await aiko.sees(isForm, inForm);
    expect(modal?.fields).toMatchObject({
      Name: 'nightly export',
      'Alphaus user': 'billing',
      Purpose: 'Exports costs',
      Owner: 'S0DATATEAM',
      Until: '90d',
    });
    expect(count(api, 'create')).toBe(0);
    await aiko.submit();
    await aiko.seesMessage('save its secret now');
    await aiko.seesMessage('Its secret is in your direct message');
    expect(aiko.modal()).toBeUndefined();
    expect(clientNamed(api, 'nightly export').user).toBe('billing');
  });

  test('into the form comes back, whatever is in it, and a second click creates nothing', async () => {
    const { api } = running;
    const aiko = person('aiko');
    await aiko.command('/apiclient create', { channel: '#general' });
    await aiko.sees(isForm);
    await aiko.fill('Name', 'nightly');
    await aiko.choose('Alphaus user', 'analytics');
    await aiko.fill('Purpose', PURPOSE);
    await aiko.press('Change owner');
    await aiko.sees(({ modal }) => modal !== undefined && 'Owner' in modal.fields);
    await aiko.choose('Owner', '@data-team');
    await aiko.fill('Until', '12w');
    api.fault({ operation: 'create', kind: 'status', status: 429 });
    await aiko.submit();
    const told = await aiko.seesMessage('too many requests');
    expect(offersTryAgain(told)).toBe(true);
    api.clearFaults();
    const asked = count(api, 'create');
    await aiko.press('Try again', { in: told });
    await aiko.sees(isForm);
    await aiko.closeModal();
    await aiko.press('Try again', { in: told });
    const { modal } = await aiko.sees(isForm);
    expect(modal?.fields).toMatchObject({
      Name: 'nightly',
      'Alphaus user': 'analytics',
      Purpose: PURPOSE,
      Owner: 'S0DATATEAM',
      Until: '12w',
    });
    expect(count(api, 'create')).toBe(asked);
    await aiko.submit();
    await aiko.seesMessage('save its secret now');
    expect(api.clients().filter(({ name }) => name === 'nightly')).toHaveLength(1);
  });

  test('for somebody else comes back with whom it is for', async () => {
    const { api } = running;
    const aiko = person('aiko');
    api.fault({ operation: 'users', ...AWAY });
    await aiko.command('/apiclient create weekly --user billing --purpose x --for @ben');
    await aiko.seesModal('Alphaus had an error', inForm);
    api.clearFaults();
    await aiko.press('Try again');
    const { modal } = await aiko.sees(isForm, inForm);
    expect(modal?.fields).toMatchObject({ Name: 'weekly', Purpose: 'x', For: 'U0BEN' });
    await aiko.submit();
    await person('ben').seesMessage('prepared an API client for you');
  });

  test('as a request comes back, and is sent', async () => {
    const { api } = running;
    const ben = person('ben');
    api.fault({ operation: 'users', ...AWAY });
    await ben.command('/apiclient request report --user billing --purpose "For the report"');
    await ben.seesModal('Alphaus had an error', inForm);
    api.clearFaults();
    await ben.press('Try again');
    const { modal } = await ben.sees(isForm, inForm);
    expect(modal?.fields).toMatchObject({
      Name: 'report',
      'Alphaus user': 'billing',
      Purpose: 'For the report',
    });
    await ben.submit();
    await ben.seesMessage('was sent');
  });

  test('does not come back where no button can carry it', async () => {
    const aiko = person('aiko');
    running.api.fault({ operation: 'users', ...AWAY });
    await aiko.command(`/apiclient create nightly --user ${'x'.repeat(2_000)} --purpose x`);
    const modal = await aiko.seesModal('Alphaus had an error', inForm);
    expect(offersTryAgain(modal)).toBe(false);
  });

  test('does not come back where the client may exist all the same', async () => {
    const { api } = running;
    const aiko = person('aiko');
    api.fault({ operation: 'create', kind: 'drop-after', times: 1 });
    await aiko.command('/apiclient create nightly --user billing --purpose x');
    await aiko.seesMessage('may be it', inForm);
    expect(aiko.messages().some(offersTryAgain)).toBe(false);
  });

  test('does not come back where another try changes nothing', async () => {
    const aiko = person('aiko');
    running.api.fault({ operation: 'create', kind: 'status', status: 403 });
    await aiko.command('/apiclient create nightly --user billing --purpose x');
    await aiko.seesMessage('denied permission');
    expect(aiko.messages().some(offersTryAgain)).toBe(false);
  });
});

test('a deletion that Alphaus could not do is asked again, in the same modal', async () => {
  const { api } = running;
  const aiko = person('aiko');
  await aiko.command('/apiclient create nightly --user billing --purpose x');
  await aiko.seesMessage('save its secret now');
  const { id } = clientNamed(api, 'nightly');
  await aiko.command(`/apiclient delete ${id}`);
  await aiko.seesModal('cannot be undone');
  api.fault({ operation: 'delete', kind: 'status', status: 429 });
  await aiko.press('Delete');
  await aiko.seesModal('too many requests', inForm);
  api.clearFaults();
  await aiko.press('Try again');
  await aiko.seesModal('cannot be undone', inForm);
  expect(api.clients().some((client) => client.id === id)).toBe(true);
  await aiko.press('Delete');
  await aiko.reads('Deleted nightly');
  expect(api.clients().some((client) => client.id === id)).toBe(false);
});

describe('what somebody entered about a client, when it fails for a reason that passes', () => {
  const tooMany = { kind: 'status', status: 429 } as const;
  const hasFields = (who: string, ...names: readonly string[]) =>
    person(who).sees(({ modal }) => names.every((name) => name in (modal?.fields ?? {})));

  /** Slack doesn’t say who anybody is, once it is forgotten what it said. */
  async function nobodyIsKnown() {
    await new Promise((resolve) => setTimeout(resolve, 5_200));
    running.slack.fault({ method: 'users.info', kind: 'error', error: 'internal_error', times: 20 });
  }

  async function made(who = 'aiko') {
    await person(who).command('/apiclient create nightly --user billing --purpose x');
    await person(who).seesMessage('save its secret now');
    return clientNamed(running.api, 'nightly').id;
  }

  /** Presses the button under what was said, once the reason is over; the form comes again with these fields. */
  async function tries(who: string, sentence: string | RegExp, fields: Readonly<Record<string, unknown>>) {
    const told = await person(who).seesMessage(sentence, inForm);
    expect(told.content).toContain('[Try again]');
    running.slack.clearFaults();
    running.api.clearFaults();
    await person(who).press('Try again', { in: told });
    const { modal } = await hasFields(who, ...Object.keys(fields));
    expect(modal?.fields).toMatchObject(fields);
  }

  test('comes back into the form of a rotation, and the client is rotated', async () => {
    const id = await made();
    const aiko = person('aiko');
    await aiko.command(`/apiclient rotate ${id}`, { channel: '#general' });
    await hasFields('aiko', 'Until');
    await aiko.fill('Overlap', '30');
    await aiko.fill('Until', '200d');
    running.api.fault({ operation: 'create', ...tooMany });
    await aiko.submit();
    await tries('aiko', 'too many requests', { 'Overlap (days)': '30', Until: '200d' });
    await aiko.submit();
    await aiko.seesMessage('Rotated nightly');
  });

  test('comes back where the successor was refused, typed as it was', async () => {
    const id = await made();
    running.api.fault({ operation: 'token', kind: 'status', status: 401, times: 1 });
    await person('aiko').command(`/apiclient rotate ${id} --overlap 30 --until 200d`, {
      channel: '#general',
    });
    await tries('aiko', 'Alphaus didn’t accept the new client', { 'Overlap (days)': '30', Until: '200d' });
  });

  test('comes back into the form of a new end', async () => {
    const id = await made();
    const aiko = person('aiko');
    await aiko.command(`/apiclient extend ${id}`, { channel: '#general' });
    await hasFields('aiko', 'Until');
    await aiko.fill('Until', '200d');
    await nobodyIsKnown();
    await aiko.submit();
    await tries('aiko', 'Try again in a minute', { Until: '200d' });
    await aiko.submit();
    await aiko.seesMessage('nightly now ends');
  });

  test('comes back into the form of a claim', async () => {
    const [old] = running.api.seed('billing', [{ name: 'old' }]);
    const aiko = person('aiko');
    await aiko.command(`/apiclient claim ${old?.id}`, { channel: '#general' });
    await hasFields('aiko', 'Purpose');
    await aiko.fill('Purpose', PURPOSE);
    await aiko.choose('Owner', '@data-team');
    await nobodyIsKnown();
    await aiko.submit();
    await tries('aiko', 'Try again in a minute', { Purpose: PURPOSE, Owner: 'S0DATATEAM' });
  });

  test('comes back into the form of a transfer', async () => {
    const id = await made();
    const aiko = person('aiko');
    await aiko.command(`/apiclient transfer ${id}`, { channel: '#general' });
    await hasFields('aiko', 'New owner');
    await aiko.choose('New owner', 'ben');
    await nobodyIsKnown();
    await aiko.submit();
    await tries('aiko', 'Try again in a minute', { 'New owner': 'U0BEN' });
    await aiko.submit();
    await aiko.seesMessage(/nightly.*Ben/);
    await running.slack.settled();
  });

  test('comes back into the form that assigns a client, with what it is for', async () => {
    const aiko = person('aiko');
    await aiko.command('/apiclient review', { channel: '#general' });
    await aiko.seesMessage('nightly-report');
    await aiko.press('Assign', { near: 'nightly-report' });
    await hasFields('aiko', 'New owner', 'Purpose');
    await aiko.choose('New owner', 'chloe');
    await aiko.fill('Purpose', PURPOSE);
    await nobodyIsKnown();
    await aiko.submit();
    await tries('aiko', 'Try again in a minute', { 'New owner': 'U0CHLOE', Purpose: PURPOSE });
  });

  test('comes back into the form of a grant', async () => {
    const aiko = person('aiko');
    await aiko.command('/apiclient access add', { channel: '#general' });
    await hasFields('aiko', 'Person');
    await aiko.choose('Person', 'ben');
    await aiko.choose('User group', '@data-team');
    await aiko.choose('Alphaus user', ['billing']);
    await aiko.fill('Until', '200d');
    await nobodyIsKnown();
    await aiko.submit();
    const entered = {
      Person: 'U0BEN',
      'User group': 'S0DATATEAM',
      'Alphaus user': ['billing'],
      Until: '200d',
    };
    await tries('aiko', 'Try again in a minute', entered);
    await aiko.submit();
    await aiko.seesMessage('Ben');
  });

  test('comes back into the form of a create', async () => {
    const aiko = person('aiko');
    await aiko.command('/apiclient create nightly --user billing', { channel: '#general' });
    await hasFields('aiko', 'Name');
    await aiko.fill('Purpose', PURPOSE);
    await nobodyIsKnown();
    await aiko.submit();
    await tries('aiko', 'Try again in a minute', { Name: 'nightly', Purpose: PURPOSE });
  });
});
