import { describe, expect, test } from 'vitest';
import { clientNamed, count, root, tokenStatus } from '../../harness.js';
import { runningForEach } from '../../running.js';

const running = runningForEach();

/** Aiko's own client, made through the bot. */
async function ownClient(name = 'nightly') {
  const aiko = running.slack.as('aiko');
  await aiko.command(`/apiclient create "${name}" --user billing --purpose exports`);
  await aiko.reads('API client created');
  return clientNamed(running.api, name);
}

const seeded = (name: string) => {
  const [client] = running.api.seed(root, [{ name }]);
  if (client === undefined) throw new Error('nothing was seeded');
  return client;
};

describe('an admin who deletes an API client', () => {
  test('sees all facts, confirms, and its credentials no longer work', async () => {
    const aiko = running.slack.as('aiko');
    const client = await ownClient();
    await aiko.command(`/apiclient delete ${client.id}`, { channel: '#general' });
    const asked = await aiko.seesModal('cannot be undone');
    for (const fact of ['nightly', client.id, 'billing', 'Aiko Tanaka', 'exports']) {
      expect(asked.content).toContain(fact);
    }
    await aiko.press('Delete');
    await aiko.reads('Deleted nightly');
    expect(await tokenStatus(running.api, client.id, client.secret)).toBe(401);
    expect(aiko.canPress('Delete')).toBe(false);
    await aiko.reads('Deleted by');
    expect(aiko.canPress('Replace')).toBe(false);
  });

  test('may think better of it', async () => {
    const aiko = running.slack.as('aiko');
    const client = await ownClient();
    await aiko.command(`/apiclient delete ${client.id}`);
    await aiko.seesModal('cannot be undone');
    await aiko.closeModal();
    await running.settled();
    expect(count(running.api, 'delete')).toBe(0);
  });

  test('must type the name of a client that is not theirs', async () => {
    const aiko = running.slack.as('aiko');
    const client = seeded('made elsewhere');
    await aiko.command(`/apiclient delete ${client.id}`);
    await aiko.seesModal('Unknown origin');
    await aiko.press('Delete');
    // Slack itself asks for what is missing.
    expect(Object.keys(aiko.modal()?.errors ?? {})).toEqual(['Name of the client, to confirm']);
    await aiko.fill('Name', 'made elsewher');
    await aiko.press('Delete');
    expect(aiko.modal()?.errors['Name of the client, to confirm']).toContain('The name is made elsewhere');
    expect(count(running.api, 'delete')).toBe(0);
    await aiko.fill('Name', 'made elsewhere');
    await aiko.press('Delete');
    await aiko.reads('Deleted made elsewhere');
    expect(running.api.clients().some(({ id }) => id === client.id)).toBe(false);
  });

  test('deletes once when two people press at once, and both see the truth', async () => {
    running.slack.changePerson('ben', { isAdmin: true });
    const client = await ownClient();
    const [aiko, ben] = [running.slack.as('aiko'), running.slack.as('ben')];
    await Promise.all([aiko, ben].map((one) => one.command(`/apiclient delete ${client.id}`)));
    await aiko.seesModal('cannot be undone');
    await ben.seesModal('cannot be undone');
    await ben.fill('Name', 'nightly');
    await Promise.all([aiko.press('Delete'), aiko.press('Delete'), ben.press('Delete')]);
    for (const one of [aiko, ben]) await one.reads(/Deleted nightly|already deleted by/);
    await running.settled();
    expect(count(running.api, 'delete')).toBe(1);
    expect([aiko, ben].map((one) => one.canPress('Delete'))).toEqual([false, false]);
    await ben.command(`/apiclient delete ${client.id}`);
    await ben.reads(/It was already deleted by .*(Aiko Tanaka|Ben Ortiz)/);
  });

  test('tells the owner when somebody else deleted their client', async () => {
    running.slack.changePerson('ben', { isAdmin: true });
    const client = await ownClient();
    const ben = running.slack.as('ben');
    await ben.command(`/apiclient delete ${client.id}`);
    await ben.seesModal('cannot be undone');
    await ben.fill('Name', 'nightly');
    await ben.press('Delete');
    const told = await running.slack.as('aiko').seesMessage('Your API client nightly was deleted by');
    expect({ ephemeral: told.isEphemeral, by: told.content.includes('Ben Ortiz') }).toEqual({
      ephemeral: false,
      by: true,
    });
  });

  test('who comes back to the confirmation after ten minutes must start again', async () => {
    const aiko = running.slack.as('aiko');
    const client = await ownClient();
    await aiko.command(`/apiclient delete ${client.id}`);
    await aiko.seesModal('cannot be undone');
    // The press as Slack would deliver it, of a confirmation that was shown eleven minutes earlier.
    running.api.fault({ operation: 'delete', kind: 'status', status: 403, times: 1 });
    await aiko.press('Delete');
    await aiko.reads('denied permission');
    const press = running.slack.deliveries().findLast(({ body }) => body.includes('delete.confirm-form'));
    const payload = new URLSearchParams(press?.body).get('payload') ?? '';
    const late = payload
      .replaceAll(/(\\"at\\":)(\d+)/g, (_, name: string, at: string) => `${name}${Number(at) - 660_000}`)
      .replaceAll(/("view":\{"id":")[^"]+/g, '$1VANOTHER');
    expect(late).not.toBe(payload);
    await running.slack.deliverRaw({ body: new URLSearchParams({ payload: late }).toString() });
    await aiko.reads('more than ten minutes old');
    expect((await running.audit()).at(-1)).toMatchObject({
      action: 'delete',
      target: { clientId: client.id },
      outcome: 'refused',
      reason: 'confirmation-expired',
    });
    expect(count(running.api, 'delete')).toBe(1);
  });

  test('hears of success alone when the owner cannot be told', async () => {
    running.slack.changePerson('ben', { isAdmin: true });
    const client = await ownClient();
    running.slack.changePerson('aiko', { deleted: true });
    const ben = running.slack.as('ben');
    await ben.command(`/apiclient delete ${client.id}`);
    await ben.seesModal('cannot be undone');
    running.slack.fault({ method: 'chat.postMessage', kind: 'error', error: 'channel_not_found' });
    await ben.fill('Name', client.id);
    await ben.press('Delete');
    await ben.reads('Deleted nightly');
    await running.settled();
    expect(ben.messages().some(({ content }) => content.includes('Reference'))).toBe(false);
  });

  test('cannot delete the client that the bot itself uses', async () => {
    const aiko = running.slack.as('aiko');
    await aiko.command(`/apiclient delete ${running.api.rootClient.id}`);
    await aiko.reads('The bot itself uses this API client to call Alphaus');
    expect(count(running.api, 'delete')).toBe(0);
  });

  test('is told when it was deleted elsewhere meanwhile', async () => {
    const aiko = running.slack.as('aiko');
    const client = await ownClient();
    await aiko.command(`/apiclient delete ${client.id}`);
    await aiko.seesModal('cannot be undone');
    running.api.fault({ operation: 'delete', kind: 'status', status: 404, times: 1 });
    await aiko.press('Delete');
    await aiko.reads('no longer exists');
  });

  test('loses the right between confirmation and click: nothing is deleted', async () => {
    const aiko = running.slack.as('aiko');
    const client = seeded('made elsewhere');
    await aiko.command(`/apiclient delete ${client.id}`);
    await aiko.seesModal('cannot be undone');
    running.slack.changePerson('aiko', { isAdmin: false });
    await running.settled();
    await aiko.fill('Name', 'made elsewhere');
    await aiko.press('Delete');
    await aiko.reads('you can’t do it any more');
    expect(count(running.api, 'delete')).toBe(0);
  });

  test('finds the modal way: without an id a form asks for it', async () => {
    const aiko = running.slack.as('aiko');
    const client = await ownClient();
    await aiko.command('/apiclient delete', { channel: '#general' });
    await aiko.seesModal('Which client?');
    await aiko.fill('Client ID', 'x'.repeat(301));
    await aiko.submit();
    expect(aiko.modal()?.errors['Client ID']).toContain('Enter a client ID');
    await aiko.fill('Client ID', client.id);
    await aiko.submit();
    await aiko.seesModal('cannot be undone');
  });

  test.each(['../users', 'a/b', 'a.b', '%2e%2e', '<!channel>', 'x'.repeat(129)])(
    'with %s as id is told that there is none, and the API is asked for lists alone',
    async (id) => {
      const aiko = running.slack.as('aiko');
      const before = running.api.calls().length;
      await aiko.command(`/apiclient delete ${id}`);
      await aiko.reads('No API client found with that ID or name');
      const asked = running.api.calls().slice(before);
      expect(asked.filter(({ path }) => path.includes(id) || path.includes(encodeURIComponent(id)))).toEqual(
        [],
      );
      expect(asked.filter(({ method }) => method === 'DELETE')).toEqual([]);
    },
  );

  test('with more than any name has is told that it is none, and nothing is asked of the API', async () => {
    const aiko = running.slack.as('aiko');
    const before = running.api.calls().length;
    await aiko.command(`/apiclient delete ${'x'.repeat(301)}`);
    await aiko.reads('neither a client ID nor a name');
    expect(running.api.calls()).toHaveLength(before);
  });
});
