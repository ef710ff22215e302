import { describe, expect, test } from 'vitest';
import { clientNamed } from '../../harness.js';
import { runningForEach } from '../../running.js';

const DAY_MS = 24 * 3_600_000;
const clock = { ahead: 0 };
const now = () => new Date(Date.now() + clock.ahead);
const running = runningForEach({ policy: { approval: 'never' }, runtime: { now } });

/** A client that Ben has made, or his team. */
async function bensClient(name = 'nightly', owner = '') {
  clock.ahead = 0;
  const ben = running.slack.as('ben');
  await ben.command(`/apiclient create "${name}" --user billing --purpose exports ${owner}`);
  await ben.seesMessage('API client created');
  return clientNamed(running.api, name);
}

const trail = async () =>
  (await running.audit())
    .filter(({ action }) => action.includes('transfer') || action === 'assign')
    .map(({ actor, action, outcome, reason }) => [actor, action, outcome, reason]);

async function ownerOf(id: string): Promise<string> {
  const aiko = running.slack.as('aiko');
  await aiko.command(`/apiclient show ${id}`, { channel: '#general' });
  const shown = await aiko.seesMessage(id);
  await aiko.reload();
  return /Owner: (.*)/.exec(shown.content)?.[1] ?? 'nobody';
}

describe('a transfer to a person', () => {
  test('changes nothing until it is accepted; then both sides know', async () => {
    const client = await bensClient();
    const [ben, chloe] = [running.slack.as('ben'), running.slack.as('chloe')];
    await ben.command(`/apiclient transfer ${client.id} @chloe`);
    await ben.seesMessage('I asked @Chloe Martin to take over nightly');
    const asked = await chloe.seesMessage('@Ben Ortiz wants to transfer this API client to you');
    for (const fact of ['nightly', client.id, 'exports', 'Accept by']) expect(asked.content).toContain(fact);
    expect(await ownerOf(client.id)).toBe('@Ben Ortiz');
    await chloe.press('Accept');
    await chloe.seesMessage('You own this client now');
    await ben.seesMessage('@Chloe Martin accepted the API client nightly');
    expect(await ownerOf(client.id)).toBe('@Chloe Martin');
    expect(chloe.canPress('Accept')).toBe(false);
    expect(await trail()).toEqual([
      ['U0BEN', 'transfer', 'done', 'offered'],
      ['U0CHLOE', 'accept-transfer', 'done', undefined],
    ]);
  });

  test('can be declined', async () => {
    const client = await bensClient();
    const [ben, chloe] = [running.slack.as('ben'), running.slack.as('chloe')];
    await ben.command(`/apiclient transfer ${client.id} @chloe`);
    await chloe.seesMessage('wants to transfer');
    await chloe.press('Decline');
    await chloe.seesMessage('You declined');
    await ben.seesMessage('@Chloe Martin declined the API client nightly');
    expect(await ownerOf(client.id)).toBe('@Ben Ortiz');
    expect((await trail()).at(-1)).toEqual(['U0CHLOE', 'decline-transfer', 'done', undefined]);
  });

  test('is over after seven days, also where the bot was away meanwhile', async () => {
    const client = await bensClient();
    const [ben, chloe] = [running.slack.as('ben'), running.slack.as('chloe')];
    await ben.command(`/apiclient transfer ${client.id} @chloe`);
    await chloe.seesMessage('wants to transfer');
    await running.settled();
    clock.ahead = 8 * DAY_MS;
    await ben.seesMessage('@Chloe Martin didn’t accept the API client nightly within 7 days');
    await chloe.seesMessage('This transfer is no longer open.');
    expect(chloe.canPress('Accept')).toBe(false);
    clock.ahead = 0;
    expect(await ownerOf(client.id)).toBe('@Ben Ortiz');
    expect((await trail()).at(-1)).toEqual(['bot', 'transfer', 'refused', 'expired']);
  });

  test('cannot be accepted by somebody who has left meanwhile', async () => {
    const client = await bensClient();
    const [ben, chloe] = [running.slack.as('ben'), running.slack.as('chloe')];
    await ben.command(`/apiclient transfer ${client.id} @chloe`);
    await chloe.seesMessage('wants to transfer');
    running.slack.changePerson('chloe', { isRestricted: true });
    await running.settled();
    await chloe.press('Accept');
    await chloe.seesMessage('Guests can’t use API clients');
    expect(await ownerOf(client.id)).toBe('@Ben Ortiz');
  });

  test('to two people at once leaves one offer open, and only that one can be accepted', async () => {
    const client = await bensClient();
    const [ben, chloe, daniel] = ['ben', 'chloe', 'daniel'].map((one) => running.slack.as(one));
    if (ben === undefined || chloe === undefined || daniel === undefined) throw new Error('three people');
    await Promise.all([
      ben.command(`/apiclient transfer ${client.id} @chloe`),
      ben.command(`/apiclient transfer ${client.id} @daniel`),
    ]);
    await ben.seesMessage('I asked @Chloe Martin');
    await ben.seesMessage('I asked @Daniel Novak');
    await ben.seesMessage('is over');
    await running.settled();
    const open = [chloe, daniel].filter((one) => one.canPress('Accept'));
    expect(open).toHaveLength(1);
    await open[0]?.press('Accept');
    await open[0]?.seesMessage('You own this client now');
    const dones = (await trail()).filter(([, action]) => action === 'accept-transfer');
    expect(dones).toHaveLength(1);
  });

  test('twice to the same person is one offer', async () => {
    const client = await bensClient();
    const [ben, chloe] = [running.slack.as('ben'), running.slack.as('chloe')];
    await ben.command(`/apiclient transfer ${client.id} @chloe`);
    await chloe.seesMessage('wants to transfer');
    await ben.reload();
    await ben.command(`/apiclient transfer ${client.id} @chloe`);
    await ben.seesMessage('I asked @Chloe Martin');
    await running.settled();
    expect(chloe.messages('dm').filter(({ content }) => content.includes('wants to transfer'))).toHaveLength(
      1,
    );
  });

  test.each([
    ['oneself', '@ben', 'already belongs to them'],
    ['a guest', '@gus', 'Guests can’t own API clients'],
    ['somebody deactivated', '@zoe', 'This Slack account is deactivated'],
    ['a bot', '@deploybot', 'Bots can’t own API clients'],
    ['another company’s person', '@olga', 'Only members of this workspace can own'],
    ['a group that one is not in', '@platform', 'You’re not in this user group'],
    ['nobody that is known', 'someone', 'Mention the new owner'],
  ])('to %s is refused, and nothing changes', async (_, to, said) => {
    const client = await bensClient();
    const ben = running.slack.as('ben');
    await ben.command(`/apiclient transfer ${client.id} ${to}`);
    await ben.seesMessage(said);
    expect(await ownerOf(client.id)).toBe('@Ben Ortiz');
  });

  test('in the form asks for one new owner', async () => {
    const client = await bensClient();
    const [ben, chloe] = [running.slack.as('ben'), running.slack.as('chloe')];
    await ben.command(`/apiclient transfer ${client.id}`);
    await ben.sees(({ modal }) => modal !== undefined && 'New owner' in modal.fields);
    await ben.submit();
    await ben.sees(({ modal }) => JSON.stringify(modal?.errors).includes('Choose a person or a user group'));
    await ben.choose('New owner', 'chloe');
    await ben.submit();
    await ben.seesMessage('I asked @Chloe Martin');
    await chloe.seesMessage('wants to transfer');
  });
});

describe('a transfer holds at once', () => {
  test('by an admin, and both sides are told', async () => {
    const client = await bensClient();
    const [aiko, ben, chloe] = ['aiko', 'ben', 'chloe'].map((one) => running.slack.as(one));
    await aiko?.command(`/apiclient transfer ${client.id} @chloe`);
    await aiko?.seesMessage('nightly now belongs to @Chloe Martin');
    await ben?.seesMessage('@Aiko Tanaka transferred the API client nightly from you to @Chloe Martin');
    await chloe?.seesMessage('@Aiko Tanaka made you the owner of the API client nightly. It is for: exports');
    expect(await trail()).toEqual([['U0AIKO', 'transfer', 'done', undefined]]);
  });

  test('by an admin while an offer waits, which is over then', async () => {
    const client = await bensClient();
    const [aiko, ben, daniel] = ['aiko', 'ben', 'daniel'].map((one) => running.slack.as(one));
    await ben?.command(`/apiclient transfer ${client.id} @daniel`);
    await daniel?.seesMessage('wants to transfer');
    await running.settled();
    await aiko?.command(`/apiclient transfer ${client.id} @chloe`);
    await daniel?.seesMessage('This transfer is no longer open.');
    expect(daniel?.canPress('Accept')).toBe(false);
  });

  test('to a group that its owner is in; everybody in it is told, and owns it', async () => {
    const client = await bensClient();
    const [ben, chloe] = [running.slack.as('ben'), running.slack.as('chloe')];
    await ben.command(`/apiclient transfer ${client.id} @data-team`);
    await ben.seesMessage('nightly now belongs to @data-team');
    await chloe.seesMessage('@Ben Ortiz made @data-team the owner of the API client nightly');
    await chloe.command(`/apiclient transfer ${client.id} me`);
    await chloe.seesMessage('nightly now belongs to @Chloe Martin');
    await ben.seesMessage(
      '@Chloe Martin transferred the API client nightly, which belonged to @data-team, to',
    );
  });

  test('but not to a group that is disabled meanwhile', async () => {
    const client = await bensClient();
    const ben = running.slack.as('ben');
    await ben.command(`/apiclient transfer ${client.id}`);
    await ben.sees(({ modal }) => modal !== undefined && 'New owner: user group' in modal.fields);
    await ben.choose('New owner: user group', '@data-team');
    running.slack.changeGroup('data-team', ['aiko', 'chloe', 'ben'], { disabled: true });
    await running.settled();
    await ben.submit();
    await ben.seesMessage(/not in this user group|no full members/);
    expect(await ownerOf(client.id)).toBe('@Ben Ortiz');
  });
});

describe('a client that is transferred by its name', () => {
  test.each(['nightly', '"night job"', 'night job'])('typed as %s, with its new owner', async (typed) => {
    await bensClient(typed.replaceAll('"', ''));
    const [ben, chloe] = [running.slack.as('ben'), running.slack.as('chloe')];
    await ben.command(`/apiclient transfer ${typed} @chloe`);
    await ben.seesMessage('I asked @Chloe Martin to take over night');
    await chloe.seesMessage('@Ben Ortiz wants to transfer this API client to you');
  });

  test('typed without its new owner: the form shows it, and asks for one', async () => {
    const client = await bensClient();
    const [ben, chloe] = [running.slack.as('ben'), running.slack.as('chloe')];
    await ben.command('/apiclient transfer nightly');
    await ben.seesModal(client.id);
    await ben.choose('New owner', 'Chloe Martin');
    await ben.submit();
    await chloe.seesMessage('@Ben Ortiz wants to transfer this API client to you');
  });

  test('entered into the form', async () => {
    await bensClient();
    const [ben, chloe] = [running.slack.as('ben'), running.slack.as('chloe')];
    await ben.command('/apiclient transfer');
    await ben.sees(({ modal }) => modal?.fields['Client ID'] !== undefined);
    await ben.fill('Client ID', 'nightly');
    await ben.choose('New owner', 'Chloe Martin');
    await ben.submit();
    await chloe.seesMessage('@Ben Ortiz wants to transfer this API client to you');
  });

  test('that nobody sees: it is not found', async () => {
    await bensClient();
    const daniel = running.slack.as('daniel');
    await daniel.command('/apiclient transfer nightly @chloe');
    await daniel.seesMessage('No API client found with that ID or name');
  });
});

test('a member transfers only what is theirs', async () => {
  const client = await bensClient();
  const daniel = running.slack.as('daniel');
  await daniel.command(`/apiclient transfer ${client.id} @daniel`);
  const told = await daniel.seesMessage(/Reference/);
  expect(told.content).not.toContain('nightly');
  expect(await ownerOf(client.id)).toBe('@Ben Ortiz');
});
