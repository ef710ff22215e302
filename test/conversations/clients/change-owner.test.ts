import { describe, expect, test } from 'vitest';
import { clientNamed, count } from '../../harness.js';
import { runningForEach } from '../../running.js';

const running = runningForEach({});
const as = (who: string) => running.slack.as(who);

async function opens(who: string, typed = '') {
  const person = as(who);
  await person.command(`/apiclient create ${typed}`, { channel: '#general' });
  await person.sees(({ modal }) => modal !== undefined && 'Name' in modal.fields);
  return person;
}

/** Until the select of owners is there. */
const seesSelect = async (who: string) => {
  const { modal } = await as(who).sees((seen) => seen.modal !== undefined && 'Owner' in seen.modal.fields);
  return modal;
};

/** The person's click arrives once more, as a click of its own. */
async function clicksAgain() {
  const click = running.slack.deliveries().findLast(({ body }) => body.includes('create.change-owner'));
  const payload = JSON.parse(new URLSearchParams(click?.body).get('payload') ?? '{}');
  payload.trigger_id = `${payload.trigger_id}.again`;
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  expect(await running.slack.deliverRaw({ body })).toMatchObject({ status: 200 });
  await running.settled();
}

describe('the owner of a new API client', () => {
  test('is the person, as one line says, and nobody has to choose', async () => {
    const aiko = await opens('aiko', 'nightly --user billing');
    expect(aiko.modal()?.content).toContain('Owner: you');
    expect(aiko.modal()?.fields).not.toHaveProperty('Owner');
    await aiko.fill('Purpose', 'x');
    await aiko.submit();
    expect((await aiko.seesMessage('API client created')).content).toContain('Aiko Tanaka');
  });

  test('becomes a user group behind “Change owner”, and what was typed stays', async () => {
    const aiko = await opens('aiko');
    await aiko.fill('Name', 'nightly');
    await aiko.choose('Alphaus user', 'analytics');
    await aiko.fill('Purpose', 'Exports the nightly costs');
    await aiko.fill('Until', '30d');
    await aiko.press('Change owner');
    const modal = await seesSelect('aiko');
    expect(modal?.fields).toMatchObject({
      Name: 'nightly',
      'Alphaus user': 'analytics',
      Purpose: 'Exports the nightly costs',
      Until: '30d',
      Owner: 'me',
    });
    expect(modal?.content).not.toContain('Owner: you');
    expect(aiko.canPress('Change owner')).toBe(false);
    await aiko.choose('Owner', '@data-team');
    await aiko.submit();
    expect((await aiko.seesMessage('API client created')).content).toContain('data-team');
    expect(clientNamed(running.api, 'nightly').user).toBe('analytics');
    await aiko.command('/apiclient list --owner @data-team', { channel: '#general' });
    await aiko.seesMessage('nightly');
  });

  test('is asked for at once where one was typed', async () => {
    const aiko = await opens('aiko', 'nightly --user billing --owner @data-team');
    expect(aiko.modal()?.fields).toMatchObject({ Owner: running.slack.groupId('data-team') });
    expect(aiko.canPress('Change owner')).toBe(false);
  });

  test('stays chosen when the form asks about a name that exists, and may still be changed there', async () => {
    running.api.seed('analytics', [{ name: 'nightly' }]);
    const aiko = await opens('aiko');
    await aiko.choose('Alphaus user', 'analytics');
    // Nothing waits for the list of names, and no screen shows it.
    await expect
      .poll(() => running.api.calls())
      .toContainEqual(expect.objectContaining({ path: expect.stringContaining('/analytics'), status: 200 }));
    await running.settled();
    await aiko.fill('Name', 'nightly');
    await aiko.fill('Purpose', 'x');
    await aiko.submit();
    await aiko.seesModal('already has a client with this name');
    await aiko.choose('Same name', ['Create another client with this name']);
    await aiko.press('Change owner');
    const modal = await seesSelect('aiko');
    expect(modal?.content).toContain('already has a client with this name');
    expect(modal?.fields).toMatchObject({ 'Same name': ['yes'] });
    await aiko.choose('Owner', '@data-team');
    await aiko.choose('Same name', []);
    await aiko.submit();
    expect(aiko.modal()?.fields).toMatchObject({ Owner: running.slack.groupId('data-team') });
    await aiko.choose('Same name', ['Create another client with this name']);
    await aiko.submit();
    expect((await aiko.seesMessage('API client created')).content).toContain('data-team');
  });

  test('is the person the client is for, where it is for somebody else', async () => {
    const aiko = await opens('aiko', 'nightly --user billing --for <@U0BEN>');
    expect(aiko.modal()?.content).toContain('Owner: @Ben Ortiz');
  });

  test('is whom the form is for by now, who is offered their own user groups', async () => {
    running.slack.changeGroup('platform', ['daniel']);
    const aiko = await opens('aiko', 'nightly --user billing');
    await aiko.fill('Purpose', 'a long purpose');
    await aiko.press('Change owner');
    await seesSelect('aiko');
    await aiko.choose('Owner', '@data-team');
    await aiko.choose('For', 'daniel');
    await running.slack.settled();
    const { modal } = await aiko.sees((seen) => seen.modal?.fields['For'] === 'U0DANIEL');
    expect(modal?.content).toContain('The person that it’s for');
    expect(modal?.fields).toMatchObject({ Name: 'nightly', Purpose: 'a long purpose' });
    await aiko.choose('Owner', '@platform');
    await aiko.submit();
    await aiko.seesMessage('Daniel');
    expect(aiko.modal()).toBeUndefined();
  });

  test('is refused under its field where whom it is for is not in the user group', async () => {
    const aiko = await opens('aiko', 'nightly --user billing');
    await aiko.press('Change owner');
    await seesSelect('aiko');
    await aiko.fill('Purpose', 'a long purpose');
    await aiko.choose('Owner', '@data-team');
    running.slack.fault({ method: 'views.update', kind: 'error', error: 'hash_conflict', times: 1 });
    await aiko.choose('For', 'daniel');
    await running.slack.settled();
    await aiko.submit();
    expect(Object.keys(aiko.modal()?.errors ?? {})).toEqual(['Owner']);
    expect(aiko.modal()?.fields).toMatchObject({ Purpose: 'a long purpose' });
  });

  test('is said of whom the form is for, in the line too', async () => {
    const aiko = await opens('aiko', 'nightly --user billing');
    await aiko.choose('For', 'ben');
    await aiko.sees(({ modal }) => modal?.content.includes('Owner: @Ben Ortiz') === true);
  });

  test('cannot be changed by who is in no user group', async () => {
    running.slack.changeGroup('platform', []);
    const daniel = await opens('daniel');
    expect(daniel.modal()?.content).toContain('Owner: you');
    expect(daniel.canPress('Change owner')).toBe(false);
    await daniel.closeModal();
  });

  test('is not lost by a second click that arrives late, nor does one speak up when the form is gone', async () => {
    const aiko = await opens('aiko', 'nightly --user billing');
    await aiko.press('Change owner');
    await seesSelect('aiko');
    await aiko.fill('Purpose', 'x');
    await aiko.choose('Owner', '@data-team');
    await clicksAgain();
    expect(aiko.modal()?.fields).toMatchObject({
      Purpose: 'x',
      Owner: running.slack.groupId('data-team'),
    });
    expect(running.log()).toContain('the view has changed since');
    await aiko.submit();
    expect((await aiko.seesMessage('API client created')).content).toContain('data-team');
    await aiko.seesMessage('Its secret is in your direct message');
    await running.settled();
    const said = aiko.messages();
    await clicksAgain();
    expect(aiko.modal()).toBeUndefined();
    expect(aiko.messages()).toEqual(said);
    expect(count(running.api, 'create')).toBe(1);
  });
});
