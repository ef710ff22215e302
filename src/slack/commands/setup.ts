import { actions, header, message } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import { setUpFace } from '../call/faces.js';
import type { Message } from '../web-api/slack-calls.js';
import { type Conversation, whenPressed } from '../call/conversation.js';
import { plainText, richText, type Sentence } from '../text/sentence.js';
import type { Words } from '../text/words.js';
import { connectionButton } from '../setup/connection.js';
import { policyButton } from '../setup/policy.js';

/** The parts of the policy that an admin asks for first. */
const TOLD = ['approval', 'approvers', 'approvalsChannel', 'auditChannel'] as const;

/** What is set up, with a button for each half of it. */
async function setupMessage(call: Call): Promise<Message> {
  await call.rights.allowedTo('setup');
  const { services, words } = call;
  const { setup } = words;
  const [accounts, { policy }] = await Promise.all([
    services.connections.accounts(),
    services.rules.of(services.workspace),
  ]);
  const lines: readonly Sentence[] = [
    [setup.intro],
    ...(accounts.length === 0
      ? [setup.notConnected]
      : accounts.map((account, index) => setup.account(account, index === 0 && accounts.length > 1))),
    ...TOLD.map((part) => words.policy.part(part, policy)),
  ];
  return {
    text: plainText(...lines),
    blocks: [
      header(setup.title),
      richText(...lines),
      actions(
        connectionButton.element(setup.form.title, {}, accounts.length === 0 ? { style: 'primary' } : {}),
        policyButton.element(words.policy.button, {}),
      ),
    ],
  };
}

/** For who has installed the app: what is left to do. */
export const connectMessage = ({ install, setup }: Words): Message =>
  message([install.welcome], actions(setUpFace.element(setup.button, {}, { style: 'primary' })));

export const setupConversation: Conversation = {
  command: {
    name: 'setup',
    action: 'setup',
    start: async (call) => call.reply(await setupMessage(call)),
  },
  buttons: [
    whenPressed(setUpFace, async (call) => {
      const said = await setupMessage(call);
      // On top of it come the form of the connection, and its result: Slack stacks three views at most.
      await (call.views.modalId === undefined ? call.reply(said) : call.replace(said));
    }),
  ],
};
