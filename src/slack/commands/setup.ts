import { actions, header, message } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import { setUpFace } from '../call/faces.js';
import type { Message } from '../web-api/slack-calls.js';
import { type Conversation, whenPressed } from '../call/conversation.js';
import { plainText, richText, type Sentence } from '../text/sentence.js';
import { en } from '../text/en/en.js';
import { connectionButton } from '../setup/connection.js';
import { policyButton } from '../setup/policy.js';

/** Of the policy, what whoever sets this up asks for first. */
const TOLD = ['approval', 'approvers', 'approvalsChannel', 'auditChannel'] as const;

/** What is set up, with a button for each half of it. */
async function setupMessage(call: Call): Promise<Message> {
  await call.rights.allowedTo('setup');
  const { services } = call;
  const [accounts, { policy }] = await Promise.all([
    services.connections.accounts(),
    services.rules.of(services.workspace),
  ]);
  const lines: readonly Sentence[] = [
    [en.setup.intro],
    ...(accounts.length === 0
      ? [en.setup.notConnected]
      : accounts.map((account, index) => en.setup.account(account, index === 0 && accounts.length > 1))),
    ...TOLD.map((part) => en.policy.part(part, policy)),
  ];
  return {
    text: plainText(...lines),
    blocks: [
      header(en.setup.title),
      richText(...lines),
      actions(
        connectionButton.element(en.setup.form.title, {}, accounts.length === 0 ? { style: 'primary' } : {}),
        policyButton.element(en.policy.button, {}),
      ),
    ],
  };
}

/** For who has installed the app: what is left to do. */
export const connectMessage = (): Message =>
  message([en.install.welcome], actions(setUpFace.element(en.setup.button, {}, { style: 'primary' })));

export const setupConversation: Conversation = {
  command: {
    name: 'setup',
    usage: 'setup',
    summary: en.setup.summary,
    action: 'setup',
    start: async (call) => call.reply(await setupMessage(call)),
  },
  buttons: [whenPressed(setUpFace, async (call) => call.reply(await setupMessage(call)))],
};
