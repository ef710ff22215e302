import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Action } from '../../src/core/model/decision.js';
import { conversations } from '../../src/slack/app.js';
import { type Running, start } from '../harness.js';

/** How somebody uses a way in, and the first right that it has to ask for. */
interface Use {
  readonly asks: Action;
  /** Behind a subcommand. */
  readonly text?: string;
  /** A button's value, or what a form carries along unseen. */
  readonly value?: unknown;
  /** What was entered, as Slack says it. */
  readonly fields?: Readonly<Record<string, object>>;
}

const text = (value: string) => ({ value });
const chosen = (value: string) => ({ selected_option: { value } });
const client = { id: 'ripple-000000000001' };
const request = { id: '' };
const uuid = '3f6c1d0e-54c2-4f3a-9a53-0d5a4c1e2b77';

const commands: Readonly<Record<string, Use>> = {
  create: { asks: 'create', text: 'x --user billing --purpose y' },
  list: { asks: 'list' },
  show: { asks: 'list', text: client.id },
  rotate: { asks: 'rotate', text: client.id },
  delete: { asks: 'delete', text: client.id },
  claim: { asks: 'claim', text: `${client.id} --purpose y` },
  transfer: { asks: 'transfer', text: `${client.id} <@U0BEN>` },
  extend: { asks: 'list', text: `${client.id} --until 90d` },
  review: { asks: 'review' },
  setup: { asks: 'setup' },
  request: { asks: 'request', text: 'x --user billing --purpose y' },
  requests: { asks: 'request' },
  access: { asks: 'access', text: 'add <@U0BEN> billing' },
  audit: { asks: 'audit', text: '--export csv' },
  doctor: { asks: 'doctor' },
  why: { asks: 'use', text: 'create' },
  'who-can': { asks: 'use', text: 'create' },
  help: { asks: 'create' },
  version: { asks: 'use' },
};

const browsed = { mine: false, text: '', sort: 'newest', page: 0 };
const confirmed = { ...client, user: 'billing', name: 'x', at: Date.now() + 60_000, nameMustBeTyped: false };

const buttons: Readonly<Record<string, Use>> = {
  'create.user.v1': { asks: 'create', value: 'billing' },
  'request.wish-user.v1': { asks: 'request', value: 'billing' },
  'create.for': { asks: 'create' },
  'create.change-owner.v1': { asks: 'create', value: { outcome: 'create' } },
  'list.previous.v1': { asks: 'list', value: browsed },
  'list.next.v1': { asks: 'list', value: browsed },
  'list.filter.v1': { asks: 'list', value: browsed },
  'list.filter-again.v1': { asks: 'list', value: browsed },
  'list.clear.v1': { asks: 'list', value: { sort: 'newest' } },
  'list.go-to.v1': { asks: 'list', value: browsed },
  'list.refresh.v1': { asks: 'list', value: browsed },
  'show.v1': { asks: 'list', value: client },
  'command.list.v1': { asks: 'list', value: {} },
  'command.requests.v1': { asks: 'request', value: {} },
  'command.access.v1': { asks: 'access', value: {} },
  'command.audit.v1': { asks: 'audit', value: {} },
  'command.doctor.v1': { asks: 'doctor', value: {} },
  'command.help.v1': { asks: 'create', value: {} },
  'rotate.ask.v1': { asks: 'rotate', value: client },
  'rotate.switched.v1': { asks: 'delete', value: { ...client, at: 'receipt' } },
  'extend.ask.v1': { asks: 'extend', value: client },
  'delete.ask.v1': { asks: 'delete', value: client },
  'attention.needed.v1': { asks: 'confirm-needed', value: client },
  'attention.keep.v1': { asks: 'snooze', value: client },
  'review.open.v1': { asks: 'review', value: {} },
  'review.previous.v1': { asks: 'review', value: {} },
  'review.next.v1': { asks: 'review', value: {} },
  'review.filter.v1': { asks: 'review', value: {} },
  'client.menu.v1': { asks: 'list', value: `show:${client.id}` },
  'claim.open.v1': { asks: 'claim', value: client },
  'transfer.open.v1': { asks: 'transfer', value: client },
  'assign.open.v1': { asks: 'assign', value: client },
  'transfer.accept.v1': { asks: 'accept-transfer', value: { ...client, offer: uuid } },
  'transfer.decline.v1': { asks: 'decline-transfer', value: { ...client, offer: uuid } },
  'setup.open.v1': { asks: 'setup', value: {} },
  'setup.connection.v1': { asks: 'setup', value: {} },
  'setup.connection-more.v1': { asks: 'setup', value: {} },
  'setup.test.v1': { asks: 'setup', value: { product: 'ripple' } },
  'setup.default.v1': { asks: 'setup', value: { product: 'ripple' } },
  'setup.disconnect.v1': { asks: 'setup', value: { product: 'ripple' } },
  'doctor.unfold.v1': { asks: 'doctor', value: {} },
  'help.options.v1': { asks: 'create', value: {} },
  'help.meant.v1': { asks: 'create', value: { word: 'create', rest: '' } },
  'setup.policy.v1': { asks: 'setup', value: {} },
  'policy.section.v1': { asks: 'setup', value: { section: 'people' } },
  'request.approve.v1': { asks: 'decide-request', value: request },
  'request.approve-with-comment.v1': { asks: 'decide-request', value: request },
  'request.user.v1': { asks: 'decide-request', value: 'billing' },
  'request.deny.v1': { asks: 'decide-request', value: request },
  'request.approve-again.v1': { asks: 'decide-request', value: request },
  'request.deny-again.v1': { asks: 'decide-request', value: request },
  'request.withdraw.v1': { asks: 'withdraw-request', value: request },
  'request.collect.v1': { asks: 'collect-request', value: request },
  'request.revoke.v1': { asks: 'revoke-approval', value: request },
  'request.again.v2': {
    asks: 'request',
    value: { as: uuid, name: 'x', user: 'billing', purpose: 'y', owner: { kind: 'person', id: 'U0GUS' } },
  },
  'requests.previous.v1': { asks: 'request', value: { page: 0 } },
  'requests.next.v1': { asks: 'request', value: { page: 0 } },
  'receipt.saved.v1': { asks: 'confirm-receipt', value: client },
  'receipt.how-to.v1': { asks: 'confirm-receipt', value: client },
  'receipt.not-saved.v1': { asks: 'confirm-receipt', value: client },
  'receipt.replace.v1': { asks: 'confirm-receipt', value: client },
  'receipt.ask-replace.v1': { asks: 'confirm-receipt', value: client },
  'offer.delete.v1': { asks: 'use', value: { offer: 'o', client: client.id } },
  'offer.keep.v1': { asks: 'use', value: { offer: 'o' } },
  'access.previous.v1': { asks: 'access', value: { page: 0 } },
  'access.next.v1': { asks: 'access', value: { page: 0 } },
  'access.add.v1': { asks: 'access', value: {} },
  'access.remove.v1': { asks: 'access', value: { id: 'g' } },
  'home.create.v1': { asks: 'create', value: {} },
  'create.again.v1': { asks: 'create', value: { wanted: 'create', name: 'x' } },
  'delete.again.v1': { asks: 'delete', value: client },
  'rotate.again.v1': { asks: 'rotate', value: { which: client, overlap: '7' } },
  'extend.again.v1': { asks: 'extend', value: { which: client, until: '90d' } },
  'claim.again.v1': { asks: 'claim', value: { ...client, purpose: 'y' } },
  'transfer.again.v1': { asks: 'transfer', value: { ...client, to: '<@U0BEN>' } },
  'assign.again.v1': { asks: 'assign', value: { ...client, to: '<@U0BEN>' } },
  'access.again.v1': { asks: 'access', value: { to: ['<@U0BEN>'], users: ['billing'], fromList: false } },
  'audit.previous.v1': { asks: 'audit', value: { typed: {} } },
  'audit.next.v1': { asks: 'audit', value: { typed: {} } },
  'audit.filter.v1': { asks: 'audit', value: { typed: {} } },
  'audit.filter-again.v1': { asks: 'audit', value: { typed: {} } },
};

const wish = { name: text('x'), purpose: text('y'), owner: chosen('me') };
const newOwner = { 'new-owner': { selected_user: 'U0GUS' } };
const whichClient = { 'client-id': text(client.id) };

const forms: Readonly<Record<string, Use>> = {
  'create.form.v2': {
    asks: 'create',
    value: { outcome: 'create', users: [], groups: [] },
    fields: { ...wish, 'create.user.v1': chosen('billing') },
  },
  'list.go-to-form.v1': { asks: 'list', value: { browsed, pages: 9 }, fields: { page: text('2') } },
  'list.filter-form.v1': { asks: 'list', value: {}, fields: { sort: chosen('newest') } },
  'show.which.v1': { asks: 'list', value: {}, fields: whichClient },
  'extend.which.v1': { asks: 'extend', value: {}, fields: whichClient },
  'extend.form.v1': {
    asks: 'extend',
    value: { ...client, zone: 'UTC' },
    fields: { until: text('90d') },
  },
  'delete.confirm-form.v1': { asks: 'delete', value: confirmed },
  'delete.which.v1': { asks: 'delete', value: {}, fields: whichClient },
  'review.filter-form.v1': { asks: 'review', value: {}, fields: { 'review-kind': chosen('*') } },
  'claim.form.v1': { asks: 'claim', value: client, fields: { purpose: text('y') } },
  'transfer.form.v1': { asks: 'transfer', value: client, fields: newOwner },
  'assign.form.v1': { asks: 'assign', value: { ...client, asksPurpose: false }, fields: newOwner },
  'rotate.which.v1': { asks: 'rotate', value: {}, fields: whichClient },
  'receipt.replace-form.v1': { asks: 'confirm-receipt', value: client },
  'rotate.form.v1': { asks: 'rotate', value: client, fields: { overlap: text('7') } },
  'setup.connect.v1': {
    asks: 'setup',
    value: {},
    fields: {
      'connection.product': chosen('ripple'),
      'connection.flavour': chosen('legacy'),
      'connection.client-id': text('ripple-1'),
      'connection.client-secret': text('x'),
    },
  },
  'policy.section-form.v1': {
    asks: 'setup',
    value: { policyVersion: 0, section: 'approvals' },
    fields: {
      'policy.approval.v1': chosen('never'),
      'policy.request-open-days': text('1'),
      'policy.collect-hours': text('1'),
      'policy.approvals-needed': text('1'),
      'policy.sensitive-approvals': text('2'),
    },
  },
  'policy.save.v1': { asks: 'setup', value: { policyVersion: 0, draft: uuid } },
  'request.approve-form.v1': { asks: 'decide-request', value: request, fields: { comment: text('fine') } },
  'request.deny-form.v1': { asks: 'decide-request', value: request, fields: { reason: text('no') } },
  'access.add-form.v1': {
    asks: 'access',
    value: {},
    fields: {
      'access.person.v1': { selected_user: 'U0GUS' },
      'access.users.v1': { selected_options: [{ value: 'billing' }] },
    },
  },
  'audit.filter-form.v2': { asks: 'audit', value: { typed: {} }, fields: { as: chosen('csv') } },
};

const typeaheads: Readonly<Record<string, Use>> = {
  'list.owner-group.v1': { asks: 'list' },
  'create.user.v1': { asks: 'create' },
  'request.wish-user.v1': { asks: 'request' },
  'request.user.v1': { asks: 'decide-request' },
  'transfer.group.v1': { asks: 'transfer' },
  'assign.group.v1': { asks: 'assign' },
  'access.group.v1': { asks: 'access' },
  'access.users.v1': { asks: 'access' },
  'policy.approver-groups.v1': { asks: 'setup' },
  'policy.sensitive-users.v1': { asks: 'setup' },
  'policy.admin-groups.v1': { asks: 'setup' },
  'policy.mention-groups.v1': { asks: 'setup' },
};

let running: Running;
let requestId: string;
beforeAll(async () => {
  running = await start();
  const ben = running.slack.as('ben');
  // In the form: what is typed becomes one where the machine is too busy to answer within Slack's three seconds.
  await ben.command('/apiclient request');
  await ben.sees(({ modal }) => modal !== undefined && 'Name' in modal.fields);
  await ben.fill('Name', 'waiting');
  await ben.choose('Alphaus user', 'billing');
  await ben.fill('Purpose', 'y');
  await ben.submit();
  await ben.seesMessage('was sent', { timeoutMs: 20_000 });
  requestId = /"request":"([0-9a-f-]{36})"/.exec(running.log())?.[1] ?? '';
});
afterAll(() => running.stop());

const Asked = z.object({
  msg: z.literal('asked for the right'),
  person: z.string(),
  action: z.string(),
  decision: z.looseObject({ kind: z.string(), reason: z.string().optional() }),
});

/** What was asked of the policy since the log was so long. */
const askedSince = (length: number) =>
  running
    .log()
    .slice(length)
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [Asked.safeParse(JSON.parse(line)).data ?? []].flat()));

/** The guest's browser sends this, whatever was on their screen; what comes of it. */
async function send(payload: object | string) {
  const { slack, api } = running;
  const [logged, asked] = [running.log().length, api.calls().length];
  const clients = api.clients().map(({ id }) => id);
  const body =
    typeof payload === 'string'
      ? payload
      : new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  expect(await slack.deliverRaw({ body })).toMatchObject({ status: 200 });
  await running.settled();
  expect(api.calls().slice(asked)).toEqual([]);
  expect(api.clients().map(({ id }) => id)).toEqual(clients);
  const [first] = askedSince(logged);
  return first && { asks: first.action, person: first.person, decision: first.decision };
}

let count = 0;
const common = () => {
  count += 1;
  return {
    user: { id: 'U0GUS', team_id: 'T0SANDBOX' },
    team: { id: 'T0SANDBOX', domain: 'sandbox' },
    trigger_id: `t.${count}`,
  };
};
const refused = (asks: Action) => ({
  asks,
  person: 'U0GUS',
  decision: { kind: 'deny', reason: 'guest' },
});
/** The request that waits is the real one. */
const carried = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value === request ? { id: requestId } : value);
const stateOf = (fields: Use['fields'] = {}) => ({
  values: Object.fromEntries(Object.entries(fields).map(([id, field]) => [id, { [id]: field }])),
});

describe('a guest gets nothing, and is refused by the policy', () => {
  test.each(Object.entries(commands))('with /apiclient %s', async (name, { asks, text: behind = '' }) => {
    const { trigger_id } = common();
    const body = new URLSearchParams({
      command: '/apiclient',
      text: `${name} ${behind}`,
      team_id: 'T0SANDBOX',
      user_id: 'U0GUS',
      channel_id: 'C1',
      trigger_id,
      response_url: 'http://127.0.0.1:1/',
    });
    expect(await send(body.toString())).toEqual(refused(asks));
  });

  test.each(Object.entries(buttons))('with the button %s', async (id, { asks, value }) => {
    const action = { type: 'button', action_id: id, action_ts: String(count), value: carried(value) };
    expect(await send({ type: 'block_actions', ...common(), actions: [action] })).toEqual(refused(asks));
  });

  test.each(Object.entries(forms))('with the form %s', async (id, { asks, value, fields }) => {
    const view = {
      id: `V${count}`,
      type: 'modal',
      callback_id: id,
      private_metadata: carried(value),
      state: stateOf(fields),
    };
    expect(await send({ type: 'view_submission', ...common(), view })).toEqual(refused(asks));
  });

  test.each(Object.entries(typeaheads))('with the typeahead %s', async (id, { asks }) => {
    const payload = { type: 'block_suggestion', ...common(), action_id: id, block_id: id, value: '' };
    expect(await send(payload)).toEqual(refused(asks));
  });

  test('with the global shortcut', async () => {
    const payload = { type: 'shortcut', ...common(), callback_id: 'create_api_client' };
    expect(await send(payload)).toEqual(refused('create'));
  });

  test('with App Home', async () => {
    const gus = running.slack.as('gus');
    await gus.openHome();
    const { home } = await gus.sees((seen) => seen.home !== undefined);
    expect(home?.content).toContain('Guests can’t use API clients');
  });
});

describe('somebody of another company, in a channel shared with it, gets nothing', () => {
  const olga = () => ({ ...common(), user: { id: 'U0OLGA', team_id: 'T0PARTNER' } });
  const refusals = async (payload: object) => {
    const logged = running.log().length;
    await send(payload);
    return running
      .log()
      .slice(logged)
      .split('\n')
      .filter((line) => line.includes('"person":"U0OLGA"') && line.includes('"reason":"stranger"')).length;
  };

  test.each(Object.entries(buttons))('with the button %s', async (id, { value }) => {
    const action = { type: 'button', action_id: id, action_ts: String(count), value: carried(value) };
    const payload = { type: 'block_actions', ...olga(), channel: { id: 'C0SHARED' }, actions: [action] };
    expect(await refusals(payload)).toBeGreaterThan(0);
  });

  test.each(Object.entries(typeaheads))('with the typeahead %s', async (id) => {
    const payload = { type: 'block_suggestion', ...olga(), action_id: id, block_id: id, value: '' };
    expect(await refusals(payload)).toBeGreaterThan(0);
  });
});

describe('no way in is left out above', () => {
  const registered = <Item>(pick: (one: (typeof conversations)[number]) => readonly Item[] | undefined) =>
    conversations.flatMap((one) => pick(one) ?? []);

  test.each([
    ['command', registered((one) => one.command && [one.command.name]), commands],
    ['button', registered((one) => one.buttons?.map(({ id }) => id)), buttons],
    ['form', registered((one) => one.forms?.map(({ id }) => id)), forms],
    ['typeahead', registered((one) => one.typeaheads?.map(({ id }) => id)), typeaheads],
  ])('no %s', (_, ids, uses) => {
    expect([...new Set(ids)].sort()).toEqual(Object.keys(uses).sort());
  });
});
