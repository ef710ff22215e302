import { describe, expect, test } from 'vitest';
import { clientNamed, count, root, tokenStatus } from '../../harness.js';
import { runningForEach } from '../../running.js';
import { replaceFromReceipt } from '../../replacing.js';

const running = runningForEach({ api: { secretAlphabet: `abcdefg&<>"'\`|*_~’` } });

async function openForm(who = 'aiko') {
  const person = running.slack.as(who);
  await person.command('/apiclient create', { channel: '#general' });
  await person.sees(({ modal }) => modal !== undefined && 'Name' in modal.fields);
  return person;
}

async function fillAndSubmit(name: string, purpose = 'Exports the nightly costs') {
  const aiko = await openForm();
  await aiko.fill('Name', name);
  await aiko.choose('Alphaus user', 'analytics');
  await aiko.fill('Purpose', purpose);
  await aiko.submit();
  return aiko;
}

describe('an admin who creates an API client', () => {
  test('gets its secret in the DM, obtains an access token with it, and keeps a receipt', async () => {
    const { api, slack } = running;
    const aiko = await fillAndSubmit('nightly');
    const whisper = await aiko.seesMessage('save its secret now');
    const made = clientNamed(api, 'nightly');
    expect(made.user).toBe('analytics');
    expect({ ephemeral: whisper.isEphemeral, channel: whisper.channelId }).toEqual({
      ephemeral: true,
      channel: aiko.dmId,
    });
    expect(whisper.content).toContain(made.id);
    expect(whisper.content).toContain(made.secret);
    expect(await tokenStatus(api, made.id, made.secret)).toBe(200);

    const receipt = await aiko.seesMessage('API client created');
    expect(receipt.isEphemeral).toBe(false);
    for (const fact of ['nightly', made.id, 'analytics', 'Aiko Tanaka', 'Exports the nightly costs']) {
      expect(receipt.content).toContain(fact);
    }
    await aiko.seesMessage('Its secret is in your direct message');
    expect(aiko.modal()).toBeUndefined();

    await aiko.press('I have saved it');
    await aiko.seesMessage('You saved the secret');
    expect(aiko.messages('dm').filter(({ content }) => content.includes(made.secret))).toEqual([]);
    expect(
      slack
        .as('ben')
        .messages()
        .some(({ content }) => content.includes(made.id)),
    ).toBe(false);
  });

  test('reads how to use it in a view of its own, which does not hold the secret', async () => {
    const aiko = await fillAndSubmit('nightly');
    const whisper = await aiko.seesMessage('nightly: save its secret now');
    const made = clientNamed(running.api, 'nightly');
    expect(whisper.content).not.toContain('curl');
    expect(whisper.content).toContain('Slack removes it sooner or later, and nobody can show it again.');
    await aiko.press('How to use it');
    const how = await aiko.seesModal('grant_type=client_credentials');
    expect(how.content).toContain(`client_id=${made.id}`);
    expect(how.content).not.toContain(made.secret);
  });

  test('makes it at once, without a form, when everything is typed', async () => {
    const aiko = running.slack.as('aiko');
    await aiko.command(`/apiclient create nightly --user ${root} --purpose “two words” --owner @data-team`, {
      channel: '#general',
    });
    const receipt = await aiko.seesMessage('API client created');
    expect(receipt.content).toContain('two words');
    expect(receipt.content).toContain('data-team');
    expect(clientNamed(running.api, 'nightly').user).toBe(root);
    expect(running.slack.calls().filter(({ method }) => method === 'views.open')).toEqual([]);
  });

  test('never gets a client of another name because quotes were forgotten', async () => {
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient create nightly --user billing --purpose costs of the night');
    await aiko.seesMessage('Put quotes around');
    await aiko.command('/apiclient create --user billing --purpose nightly export');
    await aiko.sees((seen) => seen.modal !== undefined && 'Name' in seen.modal.fields);
    expect(count(running.api, 'create')).toBe(0);
  });

  test('finds what was typed in the form when something is missing', async () => {
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient create nightly export --user billing');
    const { modal } = await aiko.sees((seen) => seen.modal !== undefined && 'Name' in seen.modal.fields);
    expect(modal?.fields).toMatchObject({ Name: 'nightly export', 'Alphaus user': 'billing' });
    expect(count(running.api, 'create')).toBe(0);
  });

  test('gets the form in time although Slack and the API are slow', async () => {
    running.slack.fault({ method: 'users.info', kind: 'delay', ms: 1800, times: 9 });
    running.api.fault({ operation: 'users', kind: 'delay', ms: 3500 });
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient create nightly --purpose x');
    await aiko.seesModal('Loading');
    const { modal } = await aiko.sees((seen) => seen.modal !== undefined && 'Name' in seen.modal.fields, {
      timeoutMs: 8000,
    });
    expect(modal?.fields).toMatchObject({ Name: 'nightly', Purpose: 'x' });
  });

  test('still makes a client of their own when Slack does not tell the user groups', async () => {
    running.slack.fault({ method: 'usergroups.list', kind: 'ratelimited', times: 5 });
    const aiko = await fillAndSubmit('nightly');
    await aiko.seesMessage('save its secret now');
  });

  test('who closes the form while it loads is left in peace', async () => {
    running.api.fault({ operation: 'users', kind: 'delay', ms: 600 });
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient create');
    await aiko.seesModal('Loading');
    await aiko.closeModal();
    await running.settled();
    expect(aiko.messages()).toEqual([]);
  });

  test('comes by the global shortcut, too', async () => {
    const aiko = running.slack.as('aiko');
    await aiko.shortcut('create_api_client');
    await aiko.sees((seen) => seen.modal !== undefined && 'Name' in seen.modal.fields);
    await aiko.fill('Name', 'by shortcut');
    await aiko.fill('Purpose', 'x');
    await aiko.press('Change owner');
    await aiko.sees((seen) => seen.modal !== undefined && 'Owner' in seen.modal.fields);
    await aiko.choose('Owner', '@data-team');
    await aiko.submit();
    expect((await aiko.seesMessage('API client created')).content).toContain('data-team');
  });

  test.each([
    ['spaces only', '   ', 'Spaces alone'],
    ['65 characters', 'x'.repeat(65), 'Use at most 64 characters'],
    ['a tab in it', 'night\tly', 'control characters'],
  ])('is told under the field that a name of %s will not do', async (_, name, said) => {
    const aiko = await fillAndSubmit(name);
    expect(aiko.modal()?.errors['Name']).toContain(said);
    expect(count(running.api, 'create')).toBe(0);
  });

  test('sees markup in a name and purpose as it was typed', async () => {
    const name = '<!channel> *b* `c` <https://evil.example|x> &amp;';
    const aiko = await fillAndSubmit(name, '<!here> & <@U0BEN>');
    const receipt = await aiko.seesMessage('API client created');
    expect(receipt.content).toContain(name);
    expect(receipt.content).toContain('<!here> & <@U0BEN>');
    expect(clientNamed(running.api, name).name).toBe(name);
    expect(receipt.text).not.toMatch(/<!(?!date)|<@U0BEN>|<https/);
  });

  test('must confirm a name that this Alphaus user has already, and then gets a second one', async () => {
    running.api.seed('analytics', [{ name: 'nightly' }]);
    const aiko = await openForm();
    await aiko.choose('Alphaus user', 'analytics');
    // Nothing waits for the list of names, and no screen shows it.
    await expect
      .poll(() => running.api.calls())
      .toContainEqual(expect.objectContaining({ path: expect.stringContaining('/analytics'), status: 200 }));
    await running.settled();
    await aiko.fill('Name', 'nightly');
    await aiko.fill('Purpose', 'x');
    await aiko.submit();
    expect(aiko.modal()?.content).toContain('already has a client with this name');
    expect(aiko.modal()?.fields).toMatchObject({
      Name: 'nightly',
      'Alphaus user': 'analytics',
      Purpose: 'x',
    });
    expect(count(running.api, 'create')).toBe(0);
    await aiko.choose('Same name', ['Create another client with this name']);
    await aiko.submit();
    await aiko.seesMessage('save its secret now');
    expect(running.api.clients().filter(({ name }) => name === 'nightly')).toHaveLength(2);
  });

  test('makes one client when Slack delivers the form twice', async () => {
    const aiko = await fillAndSubmit('nightly');
    const form = running.slack.deliveries().findLast(({ body }) => body.includes('view_submission'));
    if (form === undefined) throw new Error('no form was delivered');
    await Promise.all([running.slack.deliverAgain(form), running.slack.deliverAgain(form)]);
    await aiko.seesMessage('save its secret now');
    await running.settled();
    expect(count(running.api, 'create')).toBe(1);
    expect(running.slack.calls().filter(({ method }) => method === 'chat.postEphemeral')).toHaveLength(1);
  });

  test('makes one client when Slack delivers the command twice', async () => {
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient create nightly --user billing --purpose x');
    const command = running.slack.deliveries().at(-1);
    if (command === undefined) throw new Error('no command was delivered');
    await running.slack.deliverAgain(command);
    await aiko.seesMessage('save its secret now');
    await running.settled();
    expect(count(running.api, 'create')).toBe(1);
  });
});

describe('a secret that is not in its person’s hands', () => {
  test('is replaced by a new client when the person could not save it', async () => {
    const { api } = running;
    const aiko = await fillAndSubmit('nightly');
    await aiko.seesMessage('API client created');
    const old = clientNamed(api, 'nightly');
    await aiko.press('I could not save it');
    await aiko.seesMessage('Replaced by');
    await running.settled();
    const anew = clientNamed(api, 'nightly');
    expect(anew.id).not.toBe(old.id);
    expect(await tokenStatus(api, old.id, old.secret)).toBe(401);
    expect(await tokenStatus(api, anew.id, anew.secret)).toBe(200);
    expect(aiko.messages('dm').some(({ content }) => content.includes(old.secret))).toBe(false);
    expect((await aiko.seesMessage('save its secret now')).content).toContain(anew.secret);
  });

  test('can be replaced later from the receipt, once, after a confirmation', async () => {
    const { api } = running;
    const aiko = await fillAndSubmit('nightly');
    await aiko.seesMessage('API client created');
    await aiko.press('I have saved it');
    await aiko.seesMessage('You saved the secret');
    await aiko.press('Replace');
    await aiko.seesModal('Programs that use it stop working');
    await Promise.allSettled([aiko.submit(), aiko.submit()]);
    await aiko.seesMessage('Replaced by');
    await running.settled();
    expect(count(api, 'create')).toBe(2);
    expect(count(api, 'delete')).toBe(1);
    expect(clientNamed(api, 'nightly')).toBeDefined();
  });

  test('stays in front of the person when the old client could not be deleted', async () => {
    const { api } = running;
    const aiko = await fillAndSubmit('nightly');
    await aiko.seesMessage('API client created');
    const { secret } = clientNamed(api, 'nightly');
    api.fault({ operation: 'delete', kind: 'status', status: 403, times: 1 });
    await aiko.press('I could not save it');
    await aiko.seesMessage('denied permission');
    expect((await aiko.seesMessage('save its secret now')).content).toContain(secret);
  });

  test('of a client that is gone already is not replaced', async () => {
    const { api } = running;
    const aiko = await fillAndSubmit('nightly');
    await aiko.seesMessage('API client created');
    api.fault({ operation: 'delete', kind: 'status', status: 404 });
    await Promise.all([replaceFromReceipt(aiko), aiko.press('I could not save it')]);
    await running.settled();
    expect(count(api, 'create')).toBe(1);
  });

  test.each(['messages_tab_disabled', 'channel_not_found', 'fatal_error'])(
    'is nobody’s: when Slack answers %s the client is deleted at once, and its person told',
    async (error) => {
      running.slack.fault({ method: 'chat.postEphemeral', kind: 'error', error });
      const aiko = await fillAndSubmit('nightly');
      const told = await aiko.seesMessage('Nobody has it');
      expect(told.content).toMatch(/Reference: \w{8}/);
      expect(running.api.clients().some(({ name }) => name === 'nightly')).toBe(false);
      expect(running.slack.calls().filter(({ method }) => method === 'chat.postEphemeral')).toHaveLength(1);
    },
  );

  test('is shown to nobody when the DM cannot be opened', async () => {
    running.slack.fault({ method: 'conversations.open', kind: 'error', error: 'user_disabled', times: 9 });
    const aiko = await fillAndSubmit('nightly');
    await aiko.seesMessage('Nobody has it');
    expect(running.api.clients().some(({ name }) => name === 'nightly')).toBe(false);
  });

  test('is never sent twice when Slack’s answer is lost: the client goes, the person starts again', async () => {
    running.slack.fault({ method: 'chat.postEphemeral', kind: 'drop-after' });
    const aiko = await fillAndSubmit('nightly');
    await aiko.seesMessage('Nobody has it');
    await running.settled();
    expect(running.slack.calls().filter(({ method }) => method === 'chat.postEphemeral')).toHaveLength(1);
    expect(running.api.clients().some(({ name }) => name === 'nightly')).toBe(false);
    await aiko.press('I have saved it');
    await aiko.seesMessage('because its secret couldn’t be shown');
    expect(aiko.canPress('I have saved it')).toBe(false);
  });
});

describe('an API that fails while a client is created', () => {
  test.each([
    ['refuses', { kind: 'status', status: 400 }, 'rejected the request'],
    ['forbids', { kind: 'status', status: 403 }, 'denied permission'],
    ['has too many requests', { kind: 'status', status: 429 }, 'too many requests'],
    ['fails after or before it acted', { kind: 'status', status: 500 }, 'don’t know whether'],
    ['loses its answer', { kind: 'drop-after' }, 'may be it'],
    ['answers nonsense', { kind: 'nonsense' }, 'may be it'],
  ] as const)('%s: the person hears what is known, and nothing is sent again', async (_, fault, said) => {
    running.api.fault({ operation: 'create', ...fault, times: 1 });
    const aiko = await fillAndSubmit('nightly');
    const told = await aiko.seesMessage(said, { timeoutMs: 8000 });
    const reference = /Reference: (\w{8})/.exec(told.content)?.[1];
    expect(running.log()).toContain(`"reference":"${reference}"`);
    expect(told.content).not.toMatch(/\b[45]\d\d\b|Error|undefined/);
    expect(count(running.api, 'create')).toBe(1);
    expect(aiko.messages().some(({ content }) => content.includes('save its secret now'))).toBe(false);
  });

  test('refuses the bot’s credentials: the person hears whom to tell', async () => {
    running.api.fault({ operation: 'token', kind: 'status', status: 401 });
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient create');
    expect((await aiko.seesModal('rejected the credentials')).content).toMatch(/Reference: \w{8}/);
  });

  test('is slow: the person hears that work goes on, and then gets the secret', async () => {
    running.api.fault({ operation: 'create', kind: 'delay', ms: 2500 });
    const aiko = await fillAndSubmit('nightly');
    await aiko.seesMessage('Still working on it', { timeoutMs: 5000 });
    await aiko.seesMessage('save its secret now', { timeoutMs: 5000 });
    await aiko.sees(({ messages }) => !messages.some(({ content }) => content.includes('Still working')));
  });
});
