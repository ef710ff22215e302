import { describe, expect, test } from 'vitest';
import { clientNamed, count } from '../../harness.js';
import { openPolicy } from '../../setting-up.js';
import { runningForEach } from '../../running.js';

const running = runningForEach();

/** Aiko, an admin, enters these into the policy's form, label by label. */
async function policy(entered: Readonly<Record<string, string>>) {
  const aiko = running.slack.as('aiko');
  await openPolicy(aiko, 'Names and limits');
  for (const [label, value] of Object.entries(entered)) await aiko.fill(label, value);
  await aiko.submit();
  await aiko.seesModal('What this changes');
  await aiko.submit();
  await aiko.seesMessage('Policy saved');
  return aiko;
}

const creates = (person: Awaited<ReturnType<typeof policy>>, name: string, purpose = 'exports') =>
  person.command(`/apiclient create ${name} --user billing --purpose "${purpose}"`);

describe('a person who creates much', () => {
  test('is stopped at the limit of an hour, and told when it is possible again', async () => {
    const aiko = await policy({ 'Limit per person per hour': '2' });
    for (const name of ['one', 'two', 'three']) await creates(aiko, name);
    const told = await aiko.seesMessage('within an hour');
    expect(told.content).toMatch(/Try again .*\d:\d\d/);
    // The refusal may come before what was let through is done.
    await expect.poll(() => count(running.api, 'create')).toBe(2);
  });

  test('has no more clients than the policy lets one person have, until one is deleted', async () => {
    const aiko = await policy({ 'Maximum API clients per person': '1' });
    await creates(aiko, 'one');
    await aiko.seesMessage('API client created');
    await creates(aiko, 'two');
    await aiko.seesMessage('You have one API client, the most');
    await aiko.command(`/apiclient delete ${clientNamed(running.api, 'one').id}`);
    await aiko.seesModal('cannot be undone');
    await aiko.press('Delete', { confirm: true });
    await aiko.reads('Deleted one');
    await creates(aiko, 'three');
    await aiko.sees(({ messages }) =>
      messages.some(({ content }) => content.includes('API client created') && content.includes('three')),
    );
  });

  test('is stopped at deleting, too', async () => {
    const aiko = await policy({ 'Limit per person per hour': '1' });
    const clients = running.api.seed('root@sandbox.example', [{ name: 'a' }, { name: 'b' }]);
    for (const { id, name } of clients) {
      await aiko.command(`/apiclient delete ${id}`);
      await aiko.seesModal(id);
      await aiko.fill('Name of the client', name);
      await aiko.press('Delete');
      await aiko.reads(
        name === 'a' ? 'Its ID and secret no longer work' : 'You’ve deleted one API client within an hour',
      );
      await aiko.closeModal({ all: true });
    }
    expect(count(running.api, 'delete')).toBe(1);
  });

  test('is stopped at deleting what may be an unclear create’s as well, and can do it later', async () => {
    const aiko = await policy({ 'Limit per person per hour': '1' });
    const [client] = running.api.seed('root@sandbox.example', [{ name: 'a' }]);
    await aiko.command(`/apiclient delete ${client?.id}`);
    await aiko.seesModal('cannot be undone');
    await aiko.fill('Name of the client', 'a');
    await aiko.press('Delete');
    await aiko.reads('Deleted a');
    running.api.fault({ operation: 'create', kind: 'drop-after', times: 1 });
    await creates(aiko, 'unclear');
    const offered = await aiko.seesMessage('This client may be it');
    await aiko.press('Delete', { in: offered, confirm: true });
    await aiko.seesMessage('You’ve deleted one API client within an hour');
    expect(count(running.api, 'delete')).toBe(1);
    expect(aiko.canPress('Delete', { in: offered })).toBe(true);
    expect((await running.audit()).at(-1)).toMatchObject({
      action: 'delete',
      outcome: 'refused',
      reason: 'too-often',
      target: { user: 'billing', clientId: clientNamed(running.api, 'unclear').id },
    });
  });
});

test('a member who asks for much is stopped, so that nobody’s channel is flooded', async () => {
  await policy({ 'Limit per person per hour': '1' });
  const ben = running.slack.as('ben');
  await creates(ben, 'one');
  await ben.seesMessage('was sent to');
  await creates(ben, 'two');
  await ben.seesMessage('You’ve asked for one API client within an hour');
});

describe('a name or purpose that the policy’s patterns do not allow', () => {
  test('is refused with an example, typed or under its field', async () => {
    const aiko = await policy({ 'Name pattern': '^team-[a-z]+$', 'Purpose pattern': '[A-Z]+-[0-9]+' });
    await creates(aiko, 'nightly', 'for OPS-12');
    const told = await aiko.seesMessage(
      'The name doesn’t follow this workspace’s policy. It must match ^team-[a-z]+$',
    );
    expect(told.content).toMatch(/for example team-[a-z]+/);
    await creates(aiko, 'team-export', 'exports');
    await aiko.seesMessage(
      'The purpose doesn’t follow this workspace’s policy. Some part of it must match [A-Z]+-[0-9]+',
    );
    await aiko.command('/apiclient create nightly --user billing');
    await aiko.sees(({ modal }) => modal !== undefined && 'Name' in modal.fields);
    await aiko.fill('Purpose', 'for OPS-12');
    await aiko.submit();
    expect(aiko.modal()?.errors['Name']).toContain('The name doesn’t follow this workspace’s policy');
    await aiko.fill('Name', 'team-export');
    await aiko.submit();
    await aiko.seesMessage('API client created');
    expect(count(running.api, 'create')).toBe(1);
  });

  test('is refused to a person who requests a client as well', async () => {
    await policy({ 'Name pattern': '^team-' });
    const ben = running.slack.as('ben');
    await creates(ben, 'nightly');
    await ben.seesMessage('The name doesn’t follow this workspace’s policy');
  });
});
