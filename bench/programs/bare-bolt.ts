import { App, HTTPReceiver } from '@slack/bolt';

/** Bolt as it comes, with a single listener of the kind that is measured, which acknowledges. */
const signingSecret = process.env['SLACK_SIGNING_SECRET'] ?? '';
const receiver = new HTTPReceiver({ signingSecret });
const app = new App({
  receiver,
  token: 'xoxb-of-the-floor',
  botId: 'B0FLOOR',
  botUserId: 'U0FLOOR',
  // With the ids given, Slack is not asked who the bot is: neither at the start nor at each request.
  tokenVerificationEnabled: false,
});
const listensTo = process.env['LISTENS_TO'] ?? 'command';
if (listensTo === 'button') app.action(/.*/, ({ ack }) => ack());
else if (listensTo === 'form') app.view(/.*/, ({ ack }) => ack());
else app.command('/apiclient', ({ ack }) => ack());

const server = await receiver.start(0);
const address = server.address();
const port = typeof address === 'object' ? address?.port : undefined;
process.stdout.write(`${JSON.stringify({ msg: 'ready', port })}\n`);
