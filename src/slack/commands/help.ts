import { decide } from '../../core/policy.js';
import { header, message } from '../blocks.js';
import type { Call } from '../call.js';
import type { Message } from '../calls.js';
import type { Command, Conversation } from '../conversation.js';
import { plainText, richText, type Sentence } from '../sentence.js';
import { en } from '../text/en.js';

const line = (command: Command): Sentence => [
  { code: `/apiclient ${command.usage}` },
  `  ${command.summary}`,
];

/** What there is and what this person may do of it, made from the list of conversations. */
export async function helpMessage(
  call: Call,
  commands: readonly Command[],
  unknown?: string,
): Promise<Message> {
  const actor = await call.services.people.actor(call.person);
  const allowed = commands.filter(
    ({ action }) => action === undefined || decide(actor, action).kind === 'allow',
  );
  const refused = commands.filter((command) => !allowed.includes(command));
  const reason = refused
    .map(({ action }) => action && decide(actor, action))
    .find((one) => one?.kind === 'deny');
  const lines: readonly Sentence[] = [
    ...(unknown === undefined ? [[en.help.intro]] : [en.help.unknown(unknown)]),
    ...allowed.map(line),
    ...(refused.length === 0 ? [[en.help.may]] : [[en.help.mayNot], ...refused.map(line)]),
    ...(reason?.kind === 'deny' ? [en.problem({ kind: 'not-allowed', reason: reason.reason })] : []),
  ];
  return {
    ...message(lines),
    text: plainText(...lines),
    blocks: [header(en.help.title), richText(...lines)],
  };
}

/** Help speaks of all commands, its own among them, so it is given the list. */
export function helpConversation(commands: () => readonly Command[]): Conversation {
  return {
    command: {
      name: 'help',
      usage: 'help',
      summary: en.help.help,
      start: async (call) => call.reply(await helpMessage(call, commands())),
    },
  };
}
