import { App, HTTPReceiver } from '@slack/bolt';

/**
 * A plain bot that creates API clients, as the documentation of Bolt and web-api shows it: it acknowledges a form, says
 * that it is at work, creates, posts the secret and a receipt, and says the outcome. It keeps nothing, checks no right, and
 * makes the same calls as the bot.
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

const receiver = new HTTPReceiver({ signingSecret: variable('SLACK_SIGNING_SECRET') });
const app = new App({
  receiver,
  token: variable('SLACK_BOT_TOKEN'),
  clientOptions: { slackApiUrl: variable('SLACK_API_URL') },
  botId: 'B0FLOOR',
  botUserId: 'U0FLOOR',
  tokenVerificationEnabled: false,
});

async function create(name: string): Promise<unknown> {
  const created = await fetch(`${serviceUrl}/m/u/users/client/billing`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  if (!created.ok) throw new Error(`create: ${created.status}`);
  return created.json();
}

/** What is said of a client, in as many blocks as the bot says it. */
const facts = (title: string, name: string, text: string) => [
  { type: 'header' as const, text: { type: 'plain_text' as const, text: title } },
  {
    type: 'rich_text' as const,
    elements: ['Name', 'Client ID', 'Alphaus user', 'Owner', 'Purpose'].map((fact) => ({
      type: 'rich_text_section' as const,
      elements: [
        { type: 'text' as const, text: `${fact}: `, style: { bold: true } },
        { type: 'text' as const, text: name },
      ],
    })),
  },
  {
    type: 'rich_text' as const,
    elements: [{ type: 'rich_text_preformatted' as const, elements: [{ type: 'text' as const, text }] }],
  },
  {
    type: 'actions' as const,
    elements: ['I have saved it', 'I could not save it'].map((label) => ({
      type: 'button' as const,
      text: { type: 'plain_text' as const, text: label },
      action_id: label,
      value: name,
    })),
  },
];

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
  const said = await create(name);
  await client.chat.postEphemeral({
    channel,
    user: person,
    text: 'A new API client',
    blocks: facts('API client created', name, JSON.stringify(said)),
  });
  await client.chat.postMessage({
    channel,
    text: `API client created: ${name}`,
    blocks: facts('API client created', name, 'The secret was shown once.'),
  });
  if (responseUrl !== undefined) await answer(responseUrl, `API client created: ${name}`);
});

function wantedIn(view: { readonly private_metadata: string; readonly state: unknown }) {
  const name = /"value":"(bench-\d+)"/.exec(JSON.stringify(view.state))?.[1] ?? 'bench';
  const responseUrl = /"responseUrl":"([^"]+)"/.exec(view.private_metadata)?.[1];
  return { name, responseUrl };
}

const server = await receiver.start(0);
const address = server.address();
const port = typeof address === 'object' ? address?.port : undefined;
process.stdout.write(`${JSON.stringify({ msg: 'ready', port })}\n`);
