import { describe, expect, test } from 'vitest';
import { clientNamed, count, root } from '../../harness.js';
import { runningForEach } from '../../running.js';

const running = runningForEach();

/** Made by Aiko, an admin; Ben is in @data-team and has no grant. */
async function made(name: string, owner = 'me') {
  const aiko = running.slack.as('aiko');
  const by = owner === 'me' ? '' : ` --owner ${owner}`;
  await aiko.command(`/apiclient create ${name} --user billing --purpose exports${by}`);
  await aiko.sees(({ messages }) =>
    messages.some(({ content }) => content.includes('API client created') && content.includes(name)),
  );
  return clientNamed(running.api, name);
}

/** What the person is told, without the reference, and what the API is asked for it. */
async function told(who: string, text: string) {
  const person = running.slack.as(who);
  await person.reload();
  const before = running.api.calls().length;
  await person.command(`/apiclient ${text}`, { channel: '#general' });
  const answer = await person.reads('Reference');
  return {
    said: answer.content.replace(/Reference: \w+/, ''),
    asked: running.api
      .calls()
      .slice(before)
      .map(({ operation }) => operation),
  };
}

describe('a member without a grant', () => {
  test('sees what their team owns, and deletes it', async () => {
    const ours = await made('ours', '@data-team');
    const theirs = await made('theirs');
    running.api.seed(root, [{ name: 'made elsewhere' }]);
    const ben = running.slack.as('ben');
    await ben.command('/apiclient list');
    const list = await ben.seesMessage('1 client');
    expect(list.content).toContain('ours');
    expect(list.content).not.toContain('theirs');
    expect(list.content).not.toContain('made elsewhere');
    await ben.press('Show', { in: list });
    await ben.seesMessage('Created by');
    await ben.press('Delete');
    await ben.seesModal('cannot be undone');
    await ben.press('Delete', { confirm: true });
    await ben.reads('Deleted ours');
    expect(running.api.clients().map(({ id }) => id)).not.toContain(ours.id);
    expect(running.api.clients().map(({ id }) => id)).toContain(theirs.id);
  });

  test.each(['show', 'delete'])(
    'who would %s another’s client hears what is said of one that never was',
    async (command) => {
      const theirs = await made('theirs');
      const absent = theirs.id.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
      const ofTheirs = await told('ben', `${command} ${theirs.id}`);
      const ofNone = await told('ben', `${command} ${absent}`);
      expect(ofTheirs.said).toContain('No API client found');
      expect(ofTheirs).toEqual(ofNone);
      expect(count(running.api, 'delete')).toBe(0);
    },
  );

  test.each(['show', 'delete', 'why delete'])(
    'who asks to %s what is out of their sight leaves the same record, whether it exists or not',
    async (command) => {
      const theirs = await made('theirs');
      const absent = theirs.id.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
      for (const id of [theirs.id, absent]) await told('ben', `${command} ${id}`);
      const records = (await running.audit()).filter(({ actor }) => actor === 'U0BEN');
      const action = command === 'delete' ? 'delete' : 'show';
      expect(
        records.map(({ actor, action, outcome, reason, target }) => ({
          actor,
          action,
          outcome,
          reason,
          target,
        })),
      ).toEqual(
        [theirs.id, absent].map((clientId) => ({
          actor: 'U0BEN',
          action,
          outcome: 'refused',
          reason: 'client-not-found',
          target: { clientId },
        })),
      );
    },
  );

  test('does not hear who deleted what was not theirs', async () => {
    const theirs = await made('theirs');
    const aiko = running.slack.as('aiko');
    await aiko.command(`/apiclient delete ${theirs.id}`);
    await aiko.seesModal('cannot be undone');
    await aiko.press('Delete');

    await aiko.reads('Deleted theirs');
    expect((await told('ben', `show ${theirs.id}`)).said).toContain('No API client found');
    await aiko.command(`/apiclient show ${theirs.id}`);
    await aiko.reads('already deleted by');
  });

  test('filters among the Alphaus users that they see clients of, and no others', async () => {
    await made('ours', '@data-team');
    const ben = running.slack.as('ben');
    await ben.command('/apiclient list');
    await ben.seesMessage('1 client');
    await ben.press('Filter');
    const { modal } = await ben.sees((seen) => seen.modal !== undefined && 'Order' in seen.modal.fields);
    expect(modal?.content).not.toContain('analytics');
    await ben.choose('Alphaus user', 'billing');
    await expect(ben.choose('Alphaus user', 'analytics')).rejects.toThrow();
  });

  test('does not learn by a filter that others have clients', async () => {
    await made('theirs');
    const ben = running.slack.as('ben');
    await ben.command('/apiclient list --user billing their');
    const list = await ben.seesMessage('No clients match');
    expect(list.content).not.toContain('theirs');
  });
});

test('whether a right was there is asked in the log with its answer', async () => {
  const ben = running.slack.as('ben');
  await ben.command('/apiclient create x --user billing --purpose y');
  await ben.seesMessage('was sent');
  expect(running.log()).toContain('"rule":"no-grant"');
});
