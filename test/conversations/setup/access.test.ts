import { describe, expect, test } from 'vitest';
import { clientNamed, count } from '../../harness.js';
import { runningForEach } from '../../running.js';

const running = runningForEach();

async function openForm() {
  const aiko = running.slack.as('aiko');
  await aiko.command('/apiclient access', { channel: '#general' });
  await aiko.seesMessage('Nobody has a grant yet');
  await aiko.press('Add');
  await aiko.sees(({ modal }) => modal !== undefined && 'Person' in modal.fields);
  return aiko;
}

async function creates(who: string, name: string, user: string) {
  const person = running.slack.as(who);
  await person.command(`/apiclient create ${name} --user ${user} --purpose exports`);
  return person;
}

describe('an admin who gives a grant', () => {
  test('to a person, for several Alphaus users, sees who gave it and when, and the person creates', async () => {
    const aiko = await openForm();
    await aiko.choose('Person', 'ben');
    await aiko.choose('Alphaus user', ['billing', 'analytics']);
    await aiko.submit();
    const list = await aiko.seesMessage('can now use billing, analytics');
    expect(list.content).toContain('1 grant');
    expect(list.content).toContain('@Ben Ortiz can use billing, analytics. Given by @Aiko Tanaka');
    await creates('ben', 'nightly', 'billing');
    await running.slack.as('ben').seesMessage('API client created');
    expect(clientNamed(running.api, 'nightly').user).toBe('billing');
    await running.slack.as('ben').command('/apiclient list --user billing');
    await running.slack.as('ben').seesMessage('nightly');
  });

  test('to a user group gives it to everybody in it, and takes it from who leaves', async () => {
    const aiko = await openForm();
    await aiko.choose('User group', '@data-team');
    await aiko.choose('Alphaus user', ['billing']);
    await aiko.submit();
    await aiko.seesMessage('@data-team can now use billing');
    await (await creates('chloe', 'by-chloe', 'billing')).seesMessage('API client created');
    await (await creates('daniel', 'by-daniel', 'billing')).seesMessage('was sent');
    running.slack.changeGroup('data-team', ['aiko', 'daniel']);
    await running.settled();
    await (await creates('chloe', 'once-more', 'billing')).seesMessage('was sent');
    await (await creates('daniel', 'by-daniel-himself', 'billing')).seesMessage('API client created');
    expect(count(running.api, 'create')).toBe(2);
  });

  test('is told under the fields what is missing', async () => {
    const aiko = await openForm();
    await aiko.choose('Alphaus user', ['billing']);
    await aiko.submit();
    expect(aiko.modal()?.errors).toEqual({ Person: 'Choose a person or a user group.' });
  });

  test.each([
    ['a guest', 'gus', 'Guests can’t use API clients'],
    ['a bot', 'deploybot', 'Bots can’t use this app'],
    ['somebody who has left', 'zoe', 'deactivated'],
    ['somebody of another company', 'olga', 'Only members of this workspace'],
  ])('to %s is refused', async (_, who, said) => {
    const aiko = running.slack.as('aiko');
    const id = `U0${who.toUpperCase()}`;
    await aiko.command(`/apiclient access add <@${id}> billing`);
    await aiko.seesMessage(said);
    await aiko.command('/apiclient access');
    await aiko.seesMessage('Nobody has a grant yet');
  });
});

describe('the typed way', () => {
  test('gives, shows and takes back, a part or all of it', async () => {
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient access add @ben billing analytics');
    await aiko.seesMessage('can now use billing, analytics');
    await aiko.command('/apiclient access add @ben billing');
    await aiko.seesMessage('already has this grant');
    await aiko.command('/apiclient access remove @ben analytics');
    await aiko.seesMessage('can no longer use analytics');
    await (await creates('ben', 'one', 'analytics')).seesMessage('was sent');
    await (await creates('ben', 'two', 'billing')).seesMessage('API client created');
    await aiko.command('/apiclient access remove @ben');
    await aiko.seesMessage('can no longer use billing');
    await aiko.command('/apiclient audit --action add-grant');
    await aiko.seesMessage('@Ben Ortiz: billing, analytics');
    await aiko.command('/apiclient access remove @ben');
    await aiko.seesMessage('This grant doesn’t exist');
  });

  test.each([
    ['add somebody billing', 'Mention a person or a user group'],
    ['add @ben', 'Add the Alphaus user'],
    ['add @ben nobody', 'no Alphaus user nobody'],
    ['frobnicate', 'Unexpected argument'],
  ])('«access %s» says what is wrong', async (text, said) => {
    const aiko = running.slack.as('aiko');
    await aiko.command(`/apiclient access ${text}`);
    expect((await aiko.seesMessage(said)).content).toMatch(/Reference: \w{8}/);
  });
});

test('two admins who press Remove take it back once, and the second is told so', async () => {
  running.slack.changePerson('chloe', { isAdmin: true });
  const [aiko, chloe] = [running.slack.as('aiko'), running.slack.as('chloe')];
  await aiko.command('/apiclient access add @ben billing');
  await aiko.seesMessage('can now use');
  for (const admin of [aiko, chloe]) await admin.command('/apiclient access');
  await chloe.seesMessage('1 grant');
  await aiko.press('Remove', { confirm: true });
  await aiko.seesMessage('can no longer use billing');
  await chloe.press('Remove', { confirm: true });
  await chloe.seesMessage('This grant doesn’t exist');
});

test('a right that was taken back while the form stood open makes it a request, and creates nothing', async () => {
  const [aiko, ben] = [running.slack.as('aiko'), running.slack.as('ben')];
  await aiko.command('/apiclient access add @ben billing');
  await aiko.seesMessage('can now use');
  await ben.command('/apiclient create');
  await ben.sees(({ modal }) => modal !== undefined && 'Name' in modal.fields);
  expect(ben.modal()?.content).not.toContain('analytics');
  await aiko.command('/apiclient access remove @ben');
  await aiko.seesMessage('can no longer use billing');
  await ben.fill('Name', 'nightly');
  await ben.fill('Purpose', 'exports');
  await ben.submit();
  await ben.seesMessage('Your request for nightly was sent');
  expect(count(running.api, 'create')).toBe(0);
});

test('nobody but an admin sees or changes who has access', async () => {
  const ben = running.slack.as('ben');
  for (const text of ['access', 'access add @ben billing', 'access remove @ben', 'access add']) {
    await ben.command(`/apiclient ${text}`);
    await ben.seesMessage('Only admins can do this');
    await ben.reload();
  }
  await (await creates('ben', 'x', 'billing')).seesMessage('was sent');
});
