import { describe, expect, test } from 'vitest';
import { clientNamed, count, members, tokenStatus } from '../../harness.js';
import { runningForEach } from '../../running.js';
import { callerWith } from '../../sandbox/api/api-caller.js';

const running = runningForEach({ policy: { approvers: members('chloe') } });

const as = (who: string) => running.slack.as(who);
const SWITCHED = 'Switched, delete the old one';

/** Aiko, an admin, makes a client, and waits for its receipt. */
async function made(name = 'nightly', more = '') {
  const aiko = as('aiko');
  await aiko.command(`/apiclient create ${name} --user billing --purpose exports ${more}`);
  await aiko.seesMessage(new RegExp(`API client created[\\s\\S]*${name}`));
  await running.settled();
  return clientNamed(running.api, name);
}

const called = (name: string) => running.api.clients().filter((client) => client.name === name);

/** The one that is not the old one. */
function successorOf({ id, name }: { readonly id: string; readonly name: string }) {
  const [successor, ...more] = called(name).filter((client) => client.id !== id);
  if (successor === undefined || more.length > 0) throw new Error(`${more.length + 1} successors`);
  return successor;
}

async function rotate(who: string, id: string, days?: string): Promise<void> {
  const person = as(who);
  await person.command(`/apiclient rotate ${id}`);
  await person.sees(({ modal }) => modal !== undefined && 'Overlap (days)' in modal.fields);
  if (days !== undefined) await person.fill('Overlap (days)', days);
  await person.submit();
}

/** Aiko's newest receipt that names both clients. */
const records = async (action: string) =>
  (await running.audit())
    .filter((record) => record.action === action)
    .map(({ outcome, reason, rule, target }) => ({ outcome, reason, rule, ...target }));

describe('a client is rotated', () => {
  test('with a form: both secrets work, and both receipts tell of each other', async () => {
    const old = await made();
    await rotate('aiko', old.id);
    const whispered = await as('aiko').seesMessage('I tried it: Alphaus gave an access token.');
    await as('aiko').seesMessage(SWITCHED);
    await running.settled();
    const successor = successorOf(old);
    expect(whispered.content).toContain(successor.secret);
    expect([successor.name, successor.user]).toEqual(['nightly', 'billing']);
    expect(await tokenStatus(running.api, old.id, old.secret)).toBe(200);
    expect(await tokenStatus(running.api, successor.id, successor.secret)).toBe(200);

    const receipts = as('aiko')
      .messages('dm')
      .filter(({ content }) => content.startsWith('API client created'));
    expect(receipts.map(({ content }) => content.includes(`Successor: ${successor.id}`))).toEqual([
      true,
      false,
    ]);
    expect(receipts.map(({ content }) => content.includes(`Predecessor: ${old.id}`))).toEqual([false, true]);
    expect(receipts.map(({ content }) => content.includes(SWITCHED))).toEqual([true, false]);
    expect(receipts[0]?.content).toContain('This client keeps working until you delete it.');

    expect(await records('rotate')).toEqual([
      { outcome: 'attempted', rule: 'slack-admin', clientId: old.id, user: 'billing', name: 'nightly' },
      {
        outcome: 'done',
        reason: 'successor-accepted',
        rule: 'slack-admin',
        clientId: successor.id,
        subject: old.id,
        user: 'billing',
        name: 'nightly',
      },
    ]);
  });

  test('and the list tells the old one from its successor, which has the same name', async () => {
    const old = await made();
    await rotate('aiko', old.id);
    await as('aiko').seesMessage(SWITCHED);
    await running.settled();
    await as('aiko').command('/apiclient list --user billing');
    const { content } = await as('aiko').seesMessage('1 to 2 of 2 clients');
    const rows = content.split('\n').filter((line) => line.includes('ripple-'));
    const { id } = successorOf(old);
    expect(rows.map((row) => row.replace(/^.*created [^·]+· /, '')).toSorted()).toEqual(
      [id, `successor: ${id} · ${old.id}`].toSorted(),
    );
  });

  test('typed, without a form, and by what is typed', async () => {
    const old = await made();
    await as('aiko').command(`/apiclient rotate ${old.id} --overlap 3`, { channel: '#data' });
    await as('aiko').seesMessage('Rotated nightly');
    expect(called('nightly')).toHaveLength(2);
    await as('aiko').command(`/apiclient rotate ${old.id} --overlap many`);
    await as('aiko').seesMessage('Enter a whole number of days, from 1 to 365.');
  });

  test('from App Home, from show, and by its id alone', async () => {
    const old = await made();
    const opened = () =>
      as('aiko').sees(({ modal }) => modal !== undefined && 'Overlap (days)' in modal.fields);
    await as('aiko').openHome();
    await as('aiko').sees(({ home }) => home?.content.includes('nightly') === true);
    await as('aiko').press('Rotate', { in: 'home' });
    await opened();
    await as('aiko').closeModal();
    await as('aiko').command(`/apiclient show ${old.id}`);
    await as('aiko').press('Rotate', { in: await as('aiko').seesMessage('[Rotate]') });
    await opened();
    await as('aiko').closeModal();
    await as('aiko').command('/apiclient rotate');
    await as('aiko').sees(({ modal }) => modal !== undefined && 'Client ID' in modal.fields);
    await as('aiko').fill('Client ID', old.id);
    await as('aiko').submit();
    await opened();
    await as('aiko').fill('Overlap (days)', '0');
    await as('aiko').submit();
    await as('aiko').sees(
      ({ modal }) => modal?.errors['Overlap (days)'] === 'Enter a whole number of days, from 1 to 365.',
    );
    await as('aiko').fill('Overlap (days)', '14');
    await as('aiko').submit();
    await as('aiko').seesMessage(SWITCHED);
    await as('aiko').command(`/apiclient show ${old.id}`);
    const shown = await as('aiko').seesMessage(/^nightly[\s\S]*Successor: /);
    expect(shown.content).toContain(successorOf(old).id);
    expect(shown.content).not.toContain('[Rotate]');
    await as('aiko').command(`/apiclient show ${successorOf(old).id}`);
    const next = await as('aiko').seesMessage(/^nightly[\s\S]*Predecessor: /);
    expect(next.content).toContain(old.id);
  });

  test('and the old one is deleted when its owner says so', async () => {
    const old = await made();
    await rotate('aiko', old.id);
    await as('aiko').seesMessage(SWITCHED);
    await as('aiko').press(SWITCHED, { confirm: true });
    await as('aiko').reads('Deleted nightly');
    await as('aiko').sees(({ messages }) => !messages.some(({ content }) => content.includes(SWITCHED)));
    expect(called('nightly')).toHaveLength(1);
    expect(called('nightly')[0]?.id).not.toBe(old.id);
    expect(await tokenStatus(running.api, old.id, old.secret)).toBe(401);
    expect((await records('delete')).at(-1)).toMatchObject({ outcome: 'done', clientId: old.id });
  });

  test('and the old one is deleted once, however often that is pressed', async () => {
    const old = await made();
    await rotate('aiko', old.id);
    await as('aiko').seesMessage(SWITCHED);
    await Promise.all([as('aiko').press(SWITCHED), as('aiko').press(SWITCHED)]);
    await as('aiko').reads('Deleted nightly');
    await running.settled();
    expect(count(running.api, 'delete')).toBe(1);
  });
});

describe('a successor is tried before its secret goes out', () => {
  const trials = () => running.api.calls().filter(({ operation }) => operation === 'token').length;

  test('and deleted where Alphaus does not accept it: the old client stays as it was', async () => {
    const old = await made();
    running.api.fault({ operation: 'token', kind: 'status', status: 401, times: 1 });
    await rotate('aiko', old.id);
    const told = await as('aiko').seesMessage('didn’t accept the new client');
    expect(told.content).toContain('The old client still works');
    await running.settled();
    expect(called('nightly').map(({ id }) => id)).toEqual([old.id]);
    expect(await tokenStatus(running.api, old.id, old.secret)).toBe(200);
    expect(as('aiko').canPress(SWITCHED)).toBe(false);
    expect((await records('rotate')).at(-1)).toMatchObject({
      outcome: 'failed',
      reason: 'successor-refused',
    });
    // Nothing is in the way of another try.
    await rotate('aiko', old.id);
    await as('aiko').seesMessage(SWITCHED);
    expect(called('nightly')).toHaveLength(2);
  });

  test.each([{ kind: 'status', status: 503 }, { kind: 'drop-before' }, { kind: 'nonsense' }] as const)(
    'with one call; where that says nothing ($kind), the secret goes out, and its person hears so',
    async (fault) => {
      const old = await made();
      const before = trials();
      running.api.fault({ operation: 'token', times: 1, ...fault });
      await rotate('aiko', old.id);
      const whispered = await as('aiko').seesMessage('could not be tried');
      expect(whispered.content).toContain(successorOf(old).secret);
      await as('aiko').seesMessage(SWITCHED);
      await running.settled();
      expect(trials() - before).toBe(1);
      expect((await records('rotate')).at(-1)).toMatchObject({
        outcome: 'done',
        reason: 'successor-untried',
      });
    },
  );

  test('and deleted where its secret cannot be shown', async () => {
    const old = await made();
    running.slack.fault({ method: 'chat.postEphemeral', kind: 'error', error: 'fatal_error', times: 5 });
    await rotate('aiko', old.id);
    await running.settled();
    await as('aiko').sees(() => called('nightly').length === 1 && count(running.api, 'create') === 2);
    expect(called('nightly').map(({ id }) => id)).toEqual([old.id]);
  });
});

describe('a client has one successor', () => {
  test('where two people rotate it at once', async () => {
    const old = await made();
    await running.changePolicy({ admins: members('chloe') });
    for (const who of ['aiko', 'chloe']) {
      await as(who).command(`/apiclient rotate ${old.id}`);
      await as(who).sees(({ modal }) => modal !== undefined && 'Overlap (days)' in modal.fields);
    }
    await Promise.all(['aiko', 'chloe'].map((who) => as(who).submit()));
    await running.settled();
    const refused =
      /is rotating this client right now|Someone else changed this client|already has a successor/;
    await Promise.any(['aiko', 'chloe'].map((who) => as(who).seesMessage(refused)));
    expect(called('nightly')).toHaveLength(2);
    expect(count(running.api, 'create')).toBe(2);
  });

  test('where Slack delivers the form twice', async () => {
    const old = await made();
    await rotate('aiko', old.id);
    const form = running.slack.deliveries().findLast(({ body }) => body.includes('view_submission'));
    if (form === undefined) throw new Error('nothing was delivered');
    await Promise.all([running.slack.deliverAgain(form), running.slack.deliverAgain(form)]);
    await as('aiko').seesMessage(SWITCHED);
    await running.settled();
    expect(called('nightly')).toHaveLength(2);
  });

  test('and who comes later hears of it', async () => {
    const old = await made();
    await rotate('aiko', old.id);
    await as('aiko').seesMessage(SWITCHED);
    await running.settled();
    await as('aiko').command(`/apiclient rotate ${old.id} --overlap 1`);
    const told = await as('aiko').seesMessage('already has a successor');
    expect(told.content).toContain(successorOf(old).id);
    // Replacing would give it a second one.
    await as('aiko').press('I could not save it', { near: old.id, confirm: true });
    await running.settled();
    expect(called('nightly')).toHaveLength(2);
  });

  test('until that one is deleted: then it can be rotated anew', async () => {
    const old = await made();
    await rotate('aiko', old.id);
    await as('aiko').seesMessage(SWITCHED);
    await running.settled();
    const first = successorOf(old);
    await as('aiko').command(`/apiclient delete ${first.id}`);
    await as('aiko').seesModal('cannot be undone');
    await as('aiko').press('Delete');
    await as('aiko').sees(({ messages }) => !messages.some(({ content }) => content.includes(SWITCHED)));
    await rotate('aiko', old.id);
    await as('aiko').seesMessage(SWITCHED);
    await running.settled();
    expect(successorOf(old).id).not.toBe(first.id);
  });

  test('whose lost secret is replaced: the old client’s receipt says so', async () => {
    const old = await made();
    await rotate('aiko', old.id);
    await as('aiko').seesMessage(SWITCHED);
    await running.settled();
    const first = successorOf(old);
    await as('aiko').press('I could not save it', { near: first.id, confirm: true });
    await as('aiko').sees(
      () => called('nightly').every(({ id }) => id !== first.id) && called('nightly').length === 2,
    );
    await running.settled();
    const second = successorOf(old);
    const receipt = as('aiko')
      .messages('dm')
      .find(({ content }) => content.includes(SWITCHED));
    expect(receipt?.content).toContain(`Successor: ${second.id}`);
    const own = as('aiko')
      .messages('dm')
      .findLast(({ content }) => content.startsWith('API client created'));
    expect(own?.content).toContain(`Predecessor: ${old.id}`);
  });
});

describe('a successor ends', () => {
  /** The last day on which a client of that id works, in Tokyo, as its receipt says it. */
  const endOf = (id: string): string | undefined =>
    as('aiko')
      .messages('dm')
      .filter(({ content }) => content.startsWith('API client created'))
      .map(({ content }) => ({
        of: / (ripple-\S+) · /.exec(content)?.[1],
        until: / · until (.*?)(?: · |$)/m.exec(content)?.[1],
      }))
      .find(({ of }) => of === id)?.until;

  test('when the form says', async () => {
    const old = await made();
    await as('aiko').command(`/apiclient rotate ${old.id} --until 2099-03-31`);
    const { modal } = await as('aiko').sees((seen) => 'Until' in (seen.modal?.fields ?? {}));
    expect(modal?.fields['Until']).toBe('2099-03-31');
    await as('aiko').fill('Until', 'soon');
    await as('aiko').submit();
    await as('aiko').sees((seen) => 'Until' in (seen.modal?.errors ?? {}));
    await as('aiko').fill('Until', '90d');
    await as('aiko').submit();
    await as('aiko').seesMessage(SWITCHED);
    await running.settled();
    expect(endOf(successorOf(old).id)).toBeDefined();
    expect(endOf(old.id)).toBeUndefined();
  });

  test('when the old one would have, where nothing else is typed', async () => {
    const old = await made('nightly', '--until 60d');
    await as('aiko').command(`/apiclient rotate ${old.id} --overlap 7`);
    await as('aiko').seesMessage(SWITCHED);
    await running.settled();
    expect(endOf(successorOf(old).id)).toBe(endOf(old.id));
    expect(endOf(old.id)).toBeDefined();
  });

  test('no later than the policy lets it', async () => {
    const old = await made();
    await running.changePolicy({ longestLifeDays: 30 });
    await as('aiko').command(`/apiclient rotate ${old.id} --overlap 7 --until 31d`);
    await as('aiko').seesMessage(/\d{4}-\d{2}-\d{2}/);
    await running.settled();
    expect(called('nightly')).toHaveLength(1);
    await as('aiko').command(`/apiclient rotate ${old.id}`);
    const { modal } = await as('aiko').sees((seen) => 'Until' in (seen.modal?.fields ?? {}));
    expect(modal?.fields['Until']).toBe('30d');
    await as('aiko').submit();
    await as('aiko').seesMessage(SWITCHED);
    await running.settled();
    expect(endOf(successorOf(old).id)).toBeDefined();
  });
});

describe('an old client is not given up', () => {
  test('where its successor was deleted elsewhere', async () => {
    const old = await made();
    await rotate('aiko', old.id);
    await as('aiko').seesMessage(SWITCHED);
    await running.settled();
    const ask = await callerWith(running.api, running.api.rootClient);
    await ask('DELETE', `/m/u/users/client/billing/${successorOf(old).id}`);
    await as('aiko').press(SWITCHED);
    await as('aiko').seesMessage('The successor of this client no longer exists');
    expect(called('nightly').map(({ id }) => id)).toEqual([old.id]);
  });
});

describe('what is asked of a rotation', () => {
  test('the name’s pattern, as it is now', async () => {
    const { id } = await made();
    await running.changePolicy({ namePattern: 'team-.*' });
    await as('aiko').command(`/apiclient rotate ${id} --overlap 1`);
    await as('aiko').seesMessage('The name doesn’t follow this workspace’s policy');
    expect(called('nightly')).toHaveLength(1);
  });

  test('room, in which the old client does not count', async () => {
    const { id } = await made();
    await running.changePolicy({ clientsPerPerson: 1 });
    await as('aiko').command(`/apiclient rotate ${id} --overlap 1`);
    await as('aiko').seesMessage(SWITCHED);
    await as('aiko').command('/apiclient create another --user billing --purpose x');
    await as('aiko').seesMessage('the most that the policy allows per person');
  });

  test('room, in which an old client and its successor count once: all can be rotated, none for ever', async () => {
    const [nightly, weekly] = [await made('nightly'), await made('weekly')];
    await running.changePolicy({ clientsPerPerson: 2 });
    for (const { id, name } of [nightly, weekly]) {
      await as('aiko').command(`/apiclient rotate ${id} --overlap 1`);
      await as('aiko').sees(() => called(name).length === 2);
      await running.settled();
    }
    const another = successorOf(nightly).id;
    await as('aiko').command(`/apiclient rotate ${another} --overlap 1`);
    await as('aiko').seesMessage('the most that the policy allows per person');
    expect(called('nightly')).toHaveLength(2);
  });

  test('a client whose owner and purpose are known', async () => {
    const [elsewhere] = running.api.seed('billing', [{ name: 'from the console' }]);
    if (elsewhere === undefined) throw new Error('nothing was seeded');
    await as('aiko').command(`/apiclient rotate ${elsewhere.id}`);
    const told = await as('aiko').seesModal('wasn’t created with this bot');
    expect(told.content).toContain(`/apiclient claim ${elsewhere.id}`);
    expect((await records('rotate')).at(-1)).toMatchObject({ outcome: 'refused', reason: 'unclaimed' });
  });

  test('another client than the one that the bot itself uses', async () => {
    await as('aiko').command(`/apiclient rotate ${running.api.rootClient.id} --overlap 1`);
    await as('aiko').seesMessage('would stop working without it');
    expect((await records('rotate')).at(-1)).toMatchObject({ outcome: 'refused', reason: 'own-credential' });
  });

  test('a client that still exists', async () => {
    const { id } = await made();
    const ask = await callerWith(running.api, running.api.rootClient);
    await ask('DELETE', `/m/u/users/client/billing/${id}`);
    await as('aiko').command(`/apiclient rotate ${id} --overlap 1`);
    await as('aiko').seesMessage('No API client found');
    expect(count(running.api, 'create')).toBe(1);
  });

  test('a right: others hear of nothing', async () => {
    const { id } = await made();
    await as('ben').command(`/apiclient rotate ${id} --overlap 1`);
    await as('ben').seesMessage('No API client found');
    expect(called('nightly')).toHaveLength(1);
  });
});

describe('somebody else’s client', () => {
  test('rotated by an admin stays its owner’s, who is told', async () => {
    await running.changePolicy({ approval: 'never' });
    await as('ben').command('/apiclient create nightly --user billing --purpose exports');
    await as('ben').seesMessage('API client created');
    await running.settled();
    const old = clientNamed(running.api, 'nightly');
    await rotate('aiko', old.id);
    const whispered = await as('aiko').seesMessage('Client secret');
    expect(whispered.content).toContain(successorOf(old).secret);
    await as('ben').seesMessage('was rotated by @Aiko Tanaka');
    const receipt = await as('ben').seesMessage(SWITCHED);
    expect(receipt.content).toContain(`Successor: ${successorOf(old).id}`);
    const own = await as('aiko').seesMessage('API client created');
    expect(own.content).toContain(' · @Ben Ortiz · ');
    // It is Ben's to give up. Aiko's receipt offers it too, and there the name has to be typed.
    await as('ben').press(SWITCHED);
    await as('ben').seesMessage('Deleted nightly');
  });

  test('of a team: any of its members rotates it, and may give the old one up', async () => {
    await running.changePolicy({ approval: 'never' });
    await as('ben').command('/apiclient create nightly --user billing --purpose exports --owner @data-team');
    await as('ben').seesMessage('API client created');
    await running.settled();
    const old = clientNamed(running.api, 'nightly');
    await rotate('chloe', old.id);
    const receipt = await as('chloe').seesMessage(SWITCHED);
    expect(receipt.content).toContain(`Predecessor: ${old.id}`);
    await as('chloe').press(SWITCHED);
    await as('chloe').seesMessage('Deleted nightly');
    expect(called('nightly').map(({ id }) => id)).not.toContain(old.id);
  });
});
