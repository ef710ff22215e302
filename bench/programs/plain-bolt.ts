import { App, type BlockAction, type ButtonAction, HTTPReceiver } from '@slack/bolt';
import {
  approvalNews,
  clientFacts,
  decidedCard,
  type Listed,
  listPage,
  openCard,
  ownDecidedCard,
  ownOpenCard,
  savedReceipt,
  type Wanted,
} from './plain-messages.js';

/**
 * A plain bot for API clients, as the documentation of Bolt and web-api shows it. It creates (a form), lists and turns
 * pages, takes a request and its approval, and hears that a secret is saved. It checks no right, writes nothing to disk, and
 * makes the same calls as the bot; what it has to know again it finds in a `Map`.
 */
const variable = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is missing`);
  return value;
};
const serviceUrl = variable('ALPHAUS_SERVICE_URL');
const accessToken = variable('FLOOR_ACCESS_TOKEN');
const channel = variable('FLOOR_CHANNEL');
const person = variable('FLOOR_PERSON');
const approvalsChannel = variable('FLOOR_APPROVALS');

const receiver = new HTTPReceiver({ signingSecret: variable('SLACK_SIGNING_SECRET') });
const app = new App({
  receiver,
  token: variable('SLACK_BOT_TOKEN'),
  clientOptions: { slackApiUrl: variable('SLACK_API_URL') },
  botId: 'B0FLOOR',
  botUserId: 'U0FLOOR',
  tokenVerificationEnabled: false,
});

const receipts = new Map<string, { readonly name: string; readonly ts: string | undefined }>();
const lists = new Map<string, readonly Listed[]>();
const requests = new Map<string, Wanted & { readonly ownTs: string | undefined }>();

const isObject = (said: unknown): said is Readonly<Record<string, unknown>> =>
  typeof said === 'object' && said !== null;
const isList = (said: unknown): said is readonly Listed[] => Array.isArray(said);

/** What a button carries. */
function carried(value = ''): { readonly id: string; readonly user: string; readonly page: number } {
  const parsed: unknown = JSON.parse(value);
  if (!isObject(parsed)) throw new Error(`a button carries ${value}`);
  const { id, user, page } = parsed;
  return { id: String(id), user: String(user), page: Number(page) };
}

async function create(name: string): Promise<Readonly<Record<string, unknown>>> {
  const created = await fetch(`${serviceUrl}/m/u/users/client/billing`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  if (!created.ok) throw new Error(`create: ${created.status}`);
  const said: unknown = await created.json();
  if (!isObject(said)) throw new Error('create: no answer');
  return said;
}

async function list(user: string): Promise<readonly Listed[]> {
  const listed = await fetch(`${serviceUrl}/m/u/users/clients/${user}`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  if (!listed.ok) throw new Error(`list: ${listed.status}`);
  const said: unknown = await listed.json();
  if (!isList(said)) throw new Error('list: no answer');
  return said;
}

async function answer(responseUrl: string, text: string): Promise<void> {
  await fetch(responseUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text, replace_original: false }),
  });
}

app.view(/.*/, async ({ ack, view, client }) => {
  await ack();
  const { name, responseUrl } = wantedIn(view);
  // The receipt stands above the secret: it is a message from before.
  const { ts } = await client.chat.postMessage({ channel, text: `Creating ${name}` });
  if (ts === undefined) throw new Error('Slack gave the message no place');
  const said = await create(name);
  await client.chat.postEphemeral({
    channel,
    user: person,
    text: 'A new API client',
    blocks: clientFacts('API client created', name, JSON.stringify(said)),
  });
  await client.chat.update({
    channel,
    ts,
    text: `API client created: ${name}`,
    blocks: clientFacts('API client created', name, 'The secret was shown once.'),
  });
  receipts.set(String(said['client_id']), { name, ts });
  if (responseUrl !== undefined) await answer(responseUrl, `API client created: ${name}`);
});

function wantedIn(view: { readonly private_metadata: string; readonly state: unknown }) {
  const name = /"value":"(bench-\d+)"/.exec(JSON.stringify(view.state))?.[1] ?? 'bench';
  const responseUrl = /"responseUrl":"([^"]+)"/.exec(view.private_metadata)?.[1];
  return { name, responseUrl };
}

app.command('/apiclient', async ({ ack, command, client, respond }) => {
  await ack();
  const [verb, ...typed] = command.text.split(' ');
  if (verb === 'list') {
    const user = typed[1] ?? '';
    const clients = await list(user);
    lists.set(user, clients);
    await respond({ response_type: 'ephemeral', ...listPage(clients, user, 0) });
    return;
  }
  const [name = ''] = typed;
  const wanted = { id: crypto.randomUUID(), name, requester: command.user_id };
  await client.chat.postMessage({ channel: approvalsChannel, ...openCard(wanted) });
  const { ts: ownTs } = await client.chat.postMessage({ channel, ...ownOpenCard(wanted) });
  requests.set(wanted.id, { ...wanted, ownTs });
});

app.action<BlockAction<ButtonAction>>('list.next.v1', async ({ ack, action, respond }) => {
  await ack();
  const { user, page } = carried(action.value);
  await respond({ replace_original: true, ...listPage(lists.get(user) ?? [], user, page) });
});

app.action<BlockAction<ButtonAction>>('request.approve.v1', async ({ ack, action, body, client }) => {
  await ack();
  const { id } = carried(action.value);
  const wanted = requests.get(id);
  if (wanted?.ownTs === undefined || body.channel === undefined || body.message === undefined) {
    throw new Error(`no request ${id}`);
  }
  await client.chat.postMessage({ channel, ...approvalNews(wanted, body.user.id) });
  await client.chat.update({
    channel: body.channel.id,
    ts: body.message.ts,
    ...decidedCard(wanted, body.user.id),
  });
  await client.chat.update({ channel, ts: wanted.ownTs, ...ownDecidedCard(wanted, body.user.id) });
});

app.action<BlockAction<ButtonAction>>('receipt.saved.v1', async ({ ack, action, body, client, respond }) => {
  await ack();
  const { id } = carried(action.value);
  const receipt = receipts.get(id);
  if (receipt?.ts === undefined) throw new Error(`no receipt of ${id}`);
  await respond({ delete_original: true });
  await client.chat.update({ channel, ts: receipt.ts, ...savedReceipt(id, receipt.name, body.user.id) });
});

const server = await receiver.start(0);
const address = server.address();
const port = typeof address === 'object' ? address?.port : undefined;
process.stdout.write(`${JSON.stringify({ msg: 'ready', port })}\n`);
