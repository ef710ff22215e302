import { header } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import type { Message } from '../web-api/slack-calls.js';
import type { Command, Conversation } from '../call/conversation.js';
import { wayOut } from '../call/failure.js';
import { notConnected } from '../call/not-connected.js';
import { nearestCommand } from './nearest-command.js';
import { plainText, richText, type Sentence } from '../text/sentence.js';

interface HelpLines {
  readonly first: Sentence;
  readonly last?: readonly Sentence[];
}

/** What there is and what this person may do of it, made from the list of conversations. */
async function help(
  call: Call,
  commands: readonly Command[],
  { first, last = [] }: HelpLines,
): Promise<Message> {
  const { words } = call;
  const line = ({ name }: Command): Sentence => words.help.command(name);
  const asked = await Promise.all(
    commands.map(async (command) => ({
      command,
      decision: command.action && (await call.rights.decision(command.action, 'any')),
    })),
  );
  const refused = asked.filter(({ decision }) => decision?.kind === 'deny').map(({ command }) => command);
  const allowed = commands.filter((command) => !refused.includes(command));
  const denial = asked.map(({ decision }) => decision).find((decision) => decision?.kind === 'deny');
  const unconnected = (await call.services.connections.current())
    ? undefined
    : await notConnected(call.services, call.person);
  const lines: readonly Sentence[] = [
    first,
    ...(unconnected === undefined ? [] : [words.problem(unconnected.facts)]),
    ...allowed.map(line),
    ...(refused.length === 0 ? [[words.help.may]] : [[words.help.mayNot], ...refused.map(line)]),
    ...(denial?.kind === 'deny' ? [words.problem({ kind: 'not-allowed', reason: denial.reason })] : []),
    ...last,
  ];
  return {
    text: plainText(...lines),
    blocks: [header(words.help.title), richText(...lines), ...wayOut(words, unconnected)],
  };
}

/** Help speaks of all commands, its own among them. */
export function helpConversation(
  others: readonly Command[],
): Conversation & { unknown(call: Call, word: string): Promise<void> } {
  const command: Command = {
    name: 'help',
    start: async (call) => call.reply(await help(call, commands, { first: [call.words.help.intro] })),
  };
  const commands = [...others, command];
  return {
    command,
    async unknown(call, word) {
      call.log.info({}, 'unknown subcommand');
      await call.reply(
        await help(call, commands, {
          first: call.words.help.unknown(
            word,
            nearestCommand(
              word,
              commands.map(({ name }) => name),
            ),
          ),
          last: [call.words.reference(call.reference)],
        }),
      );
    },
  };
}
