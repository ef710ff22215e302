import { z } from 'zod';
import { actions, header, message } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import type { Message } from '../web-api/slack-calls.js';
import { type Command, type Conversation, defineButton } from '../call/conversation.js';
import type { Help } from '../call/dispatcher.js';
import { denial, wayOut } from '../call/failure.js';
import { notConnected } from '../call/not-connected.js';
import { nearestCommand } from './nearest-command.js';
import { plainText, richText, type Sentence } from '../text/sentence.js';
import type { Words } from '../text/words.js';

/** Slack's limit for what a button carries. */
const BUTTON_VALUE_LIMIT = 2_000;

/** What there is and what this person may do of it, made from the list of conversations. */
async function help(call: Call, commands: readonly Command[]): Promise<Message> {
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
  const denied = asked.map(({ decision }) => decision).find((decision) => decision?.kind === 'deny');
  const unconnected = (await call.services.connections.current())
    ? undefined
    : await notConnected(call.services, call.person);
  const lines: readonly Sentence[] = [
    [words.help.intro],
    ...(unconnected === undefined ? [] : [words.problem(unconnected.facts)]),
    ...allowed.map(line),
    ...(refused.length === 0 ? [[words.help.may]] : [[words.help.mayNot], ...refused.map(line)]),
    ...(denied?.kind === 'deny' ? [await denial(call, denied.reason)] : []),
  ];
  return {
    text: plainText(...lines),
    blocks: [header(words.help.title), richText(...lines), ...wayOut(words, unconnected)],
  };
}

/** Help speaks of all commands, its own among them. */
export function helpConversation(others: readonly Command[]): Conversation & Help {
  const command: Command = {
    name: 'help',
    async start(call, text) {
      const word = text.trim().toLowerCase();
      if (word === '') return call.reply(await help(call, commands));
      const asked = commands.find(({ name }) => name === word);
      return asked === undefined ? unknown(call, text.trim(), '') : about(call, asked.name);
    },
  };
  const commands = [...others, command];

  async function about(call: Call, name: Command['name']): Promise<void> {
    const { words } = call;
    const action = commands.find((one) => one.name === name)?.action;
    const decision = action && (await call.rights.decision(action, 'any'));
    const denied = decision?.kind === 'deny' ? [await denial(call, decision.reason)] : [];
    return call.reply(message([words.help.command(name), ...denied]));
  }

  /** Offers to do what was most likely meant, with the rest of what was typed. */
  const meant = defineButton({
    id: 'help.meant.v1',
    value: z.object({ word: z.string(), rest: z.string() }),
    async press(call, { word, rest }) {
      await commands.find(({ name }) => name === word)?.start(call, rest);
    },
  });

  /** Nothing where no command is close, or where the button cannot carry what was typed behind it. */
  function offer({ help: { meant: label } }: Words, nearest: Command['name'] | undefined, rest: string) {
    if (nearest === undefined) return [];
    const button = meant.element(label(nearest), { word: nearest, rest }, { style: 'primary' });
    return (button.value ?? '').length > BUTTON_VALUE_LIMIT ? [] : [actions(button)];
  }

  async function unknown(call: Call, word: string, rest: string): Promise<void> {
    const { words } = call;
    call.log.info({}, 'unknown subcommand');
    const nearest = nearestCommand(
      word,
      commands.map(({ name }) => name),
    );
    return call.reply(
      message(
        [words.help.unknown(word, nearest), words.reference(call.reference)],
        ...offer(words, nearest, rest),
      ),
    );
  }

  return { command, buttons: [meant], about, unknown };
}
