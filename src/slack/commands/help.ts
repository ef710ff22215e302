import { z } from 'zod';
import type { DenialReason } from '../../core/model/decision.js';
import { actions, header, message } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import type { Message } from '../web-api/slack-calls.js';
import {
  BUTTON_VALUE_LIMIT,
  buttonFace,
  type Command,
  type Conversation,
  defineButton,
  whenPressed,
} from '../call/conversation.js';
import type { Help } from '../call/dispatcher.js';
import { denial, wayOut } from '../call/answering/failure.js';
import { notConnected } from '../call/not-connected.js';
import { nearestCommand } from './nearest-command.js';
import { plainText, richText, type Sentence } from '../text/sentence.js';
import type { Words } from '../text/words.js';

/** Commands that people look for together. */
type Group = keyof Words['help']['groups'];

const GROUPS: readonly Group[] = ['clients', 'requests', 'workspace', 'questions'];

const groupOf: Readonly<Record<Command['name'], Group>> = {
  create: 'clients',
  list: 'clients',
  show: 'clients',
  rotate: 'clients',
  extend: 'clients',
  delete: 'clients',
  claim: 'clients',
  transfer: 'clients',
  request: 'requests',
  requests: 'requests',
  setup: 'workspace',
  access: 'workspace',
  review: 'workspace',
  audit: 'workspace',
  doctor: 'workspace',
  why: 'questions',
  'who-can': 'questions',
  help: 'questions',
  version: 'questions',
};

/**
 * What there is and what this person may do of it, made from the list of conversations: a line each, or `in-full` with
 * all options. What they may not use is named in one line.
 */
async function help(call: Call, commands: readonly Command[], how: 'short' | 'in-full'): Promise<Message> {
  const { words } = call;
  const line = ({ name }: Command): Sentence =>
    how === 'short' ? words.help.short(name) : words.help.command(name);
  const asked = await Promise.all(
    commands.map(async (command) => ({
      command,
      decision: command.action && (await call.rights.decision(command.action, 'any')),
    })),
  );
  const refused = new Map<DenialReason, Command['name'][]>();
  for (const { command, decision } of asked) {
    if (decision?.kind !== 'deny') continue;
    refused.set(decision.reason, [...(refused.get(decision.reason) ?? []), command.name]);
  }
  const allowed = asked.filter(({ decision }) => decision?.kind !== 'deny').map(({ command }) => command);
  const unconnected = (await call.services.connections.current())
    ? undefined
    : await notConnected(call.services, call.person);
  const first: readonly Sentence[] = [
    [words.help.intro],
    ...(unconnected === undefined ? [] : [words.problem(unconnected.facts)]),
  ];
  const groups = GROUPS.map((group) => ({
    group,
    lines: allowed.filter(({ name }) => groupOf[name] === group).map(line),
  })).filter(({ lines }) => lines.length > 0);
  const last: readonly Sentence[] = [
    ...(await Promise.all(
      [...refused].map(async ([reason, names]) => [
        ...words.help.mayNot(names),
        // That reason speaks of one API client, and none is meant here.
        ...(reason === 'not-owner' ? [] : [' ', ...(await denial(call, reason))]),
      ]),
    )),
    ...(how === 'short' ? [words.help.howTyped] : []),
  ];
  return {
    text: plainText(...first, ...groups.flatMap(({ lines }) => lines), ...last),
    blocks: [
      header(words.help.title),
      richText(...first),
      ...groups.map(({ group, lines }) => richText([{ bold: words.help.groups[group] }], ...lines)),
      ...(last.length === 0 ? [] : [richText(...last)]),
      ...wayOut(words, unconnected),
      ...(how === 'short' ? [actions(optionsFace.element(words.help.showOptions, {}))] : []),
    ],
  };
}

const optionsFace = buttonFace('help.options.v1', z.object({}));

/** Help speaks of all commands, its own among them. */
export function helpConversation(others: readonly Command[]): Conversation & Help {
  const command: Command = {
    name: 'help',
    async start(call, text) {
      const word = text.trim().toLowerCase();
      if (word === '') return call.reply(await help(call, commands, 'short'));
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

  const options = whenPressed(optionsFace, async (call) =>
    call.replace(await help(call, commands, 'in-full')),
  );

  /** Nothing where no command is close, or where the button cannot carry the rest of what was typed. */
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

  return { command, buttons: [meant, options], about, unknown };
}
