import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Credentials, type SandboxApi, startSandboxApi } from '../../../sandbox/api/start-api.js';
import { ClientRequest } from '../../../src/core/requests/request.js';
import { createStore } from '../../../src/storage/backends/store.js';
import { WorkspaceId } from '../../../src/core/model/ids.js';
import { count, members, rulesIn, type Running, start, quickPace } from '../../harness.js';
import { anotherClient, connectAccount } from '../../setting-up.js';

let running: Running;
/** Another account, whose users are called as those of the first, as it is between staging and production. */
let other: SandboxApi;
/** Where what the bot asks of the API goes. */
let reached: SandboxApi | undefined;

beforeEach(async () => {
  reached = undefined;
  other = await startSandboxApi({
    accounts: [{ root: 'root@other.example', subusers: ['analytics', 'billing'] }],
  });
  const fetch: typeof globalThis.fetch = (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const to = reached === undefined ? url : url.replace(running.api.origin, reached.origin);
    return globalThis.fetch(to, init);
  };
  running = await start({
    policy: { approvers: members('chloe'), approvalsChannel: 'C0APPROVALS' },
    runtime: { fetch, pace: { ...quickPace, requestsEveryMs: 200 } },
  });
});
afterEach(async () => {
  expect(running.slack.violations()).toEqual([]);
  await running.stop();
  await other.stop();
});

const as = (who: string) => running.slack.as(who);
async function connect(api: SandboxApi, { id, secret }: Credentials = api.rootClient): Promise<void> {
  reached = api;
  await connectAccount(as('aiko'), { id, secret, product: 'Ripple/Octo', flavour: 'legacy' });
}
const connectOther = (): Promise<void> => connect(other);
const made = (): number => count(running.api, 'create') + count(other, 'create');

async function grantBen(): Promise<void> {
  const aiko = as('aiko');
  const told = () => aiko.messages().filter(({ content }) => content.includes('can now use billing'));
  const before = told().length;
  await aiko.command('/apiclient access add @ben billing');
  await aiko.sees(() => told().length > before);
}
const create = (name: string) => as('ben').command(`/apiclient create ${name} --user billing --purpose x`);

async function asks(name = 'nightly') {
  const ben = as('ben');
  await ben.command(`/apiclient request ${name} --user billing --purpose "Exports the costs"`);
  await ben.seesMessage('was sent');
  return ben;
}
async function approved() {
  const ben = await asks();
  const chloe = as('chloe');
  await chloe.press('Approve', { in: await chloe.seesMessage(/requests nightly/) });
  await ben.seesMessage('approved your request for nightly');
  return ben;
}

function withoutAccounts<Kept extends { accounts?: unknown }>(kept: Kept): Kept {
  const changed = { ...kept };
  delete changed.accounts;
  return changed;
}

/** As they were written before accounts were named. */
async function forgetAccounts(): Promise<void> {
  await rulesIn(running.backend).change(WorkspaceId.parse('T0SANDBOX'), (now) => ({
    ...now,
    grants: now.grants.map(withoutAccounts),
  }));
  const requests = createStore({ backend: running.backend, schema: ClientRequest });
  for await (const [key, request] of requests.scan('request:'))
    await requests.put(key, withoutAccounts(request));
}

describe('a grant that was given in one account', () => {
  test('gives no right in another, and says so; back in its own it gives it again', async () => {
    await grantBen();
    await connectOther();
    await create('nightly');
    await as('ben').seesMessage('Your request for nightly was sent');
    expect(made()).toBe(0);
    await as('ben').command('/apiclient why create billing');
    await as('ben').seesMessage('You have a grant for it in a different Alphaus account');
    await as('aiko').command('/apiclient access');
    await as('aiko').seesMessage('It gives no right in the one that is connected now');
    await as('ben').command('/apiclient list');
    await as('ben').seesMessage('no API clients');

    await connect(running.api);
    await create('weekly');
    await as('ben').seesMessage('API client created');
    expect(made()).toBe(1);
  });

  test('gives it with other credentials of the same account', async () => {
    await grantBen();
    await connect(running.api, anotherClient(running.api));
    await create('nightly');
    await as('ben').seesMessage('API client created');
  });

  test('is given once more by an admin for the other account, and taken back in both', async () => {
    await grantBen();
    await connectOther();
    await grantBen();
    await create('nightly');
    await as('ben').seesMessage('API client created');
    await as('aiko').command('/apiclient access remove @ben');
    await as('aiko').seesMessage('can no longer use billing');
    await connect(running.api);
    await create('weekly');
    await as('ben').seesMessage('Your request for weekly was sent');
    expect(made()).toBe(1);
  });
});

describe('a request that was asked for in one account', () => {
  test('is not collected in another: its requester hears why, and the card says that it waits', async () => {
    const ben = await approved();
    await connectOther();
    await ben.press('Create and show secret');
    const told = await ben.seesMessage('was requested in a different Alphaus account');
    expect(told.content).toContain('@Aiko Tanaka');
    expect(made()).toBe(0);
    await as('chloe').seesMessage(/On hold: it was requested in a different Alphaus account[\s\S]*nightly/);
    await ben.command('/apiclient requests');
    await ben.seesMessage(/Your requests: 1[\s\S]*On hold: it was requested in a different Alphaus account/);
    expect((await running.audit()).findLast(({ action }) => action === 'collect-request')).toMatchObject({
      actor: 'U0BEN',
      outcome: 'refused',
      reason: 'request-elsewhere',
    });

    await connect(running.api);
    await as('chloe').sees(
      () =>
        !as('chloe')
          .messages('#approvals')
          .some(({ content }) => content.includes('It waits')),
    );
    await ben.press('Create and show secret');
    await ben.seesMessage('save its secret now');
    expect(made()).toBe(1);
  });

  test('is not approved in another, and can be denied there', async () => {
    const ben = await asks();
    await connectOther();
    const chloe = as('chloe');
    const card = await chloe.seesMessage(/requests nightly/);
    await chloe.press('Approve', { in: card });
    await chloe.seesMessage('was requested in a different Alphaus account');
    expect((await running.audit()).at(-1)).toMatchObject({
      action: 'decide-request',
      outcome: 'refused',
      reason: 'request-elsewhere',
    });
    await chloe.press('Deny', { in: card });
    await chloe.seesModal('Deny this request?');
    await chloe.fill('Reason', 'ask again in this account');
    await chloe.submit();
    await ben.seesMessage('denied your request for nightly');
  });

  test('is collected with other credentials of the same account', async () => {
    const ben = await approved();
    await connect(running.api, anotherClient(running.api));
    await ben.press('Create and show secret');
    await ben.seesMessage('save its secret now');
  });
});

describe('what was written before accounts were named', () => {
  test('holds in the account that is connected when it is first seen, and in no other after that', async () => {
    await grantBen();
    await approved();
    await forgetAccounts();
    await running.restart();
    await create('weekly');
    await as('ben').seesMessage('API client created');
    await as('ben').press('Create and show secret');
    await as('ben').sees(() => made() === 2);
    await connectOther();
    await create('monthly');
    await as('ben').seesMessage('Your request for monthly was sent');
    expect(made()).toBe(2);
  });

  test('gives no right where the connection is younger, until an admin gives it again', async () => {
    await grantBen();
    const ben = await approved();
    await connectOther();
    await forgetAccounts();
    await running.restart();
    await create('weekly');
    await ben.seesMessage('Your request for weekly was sent');
    await ben.press('Create and show secret');
    await ben.seesMessage('was requested in a different Alphaus account');
    expect(made()).toBe(0);
    await grantBen();
    await create('monthly');
    await ben.seesMessage('API client created');
  });
});
