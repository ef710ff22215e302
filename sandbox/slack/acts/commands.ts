import { readBotMessage } from '../workspace/bot-message.js';
import type { Channel } from '../workspace/channels.js';
import type { Acknowledgement } from '../delivering/deliveries.js';
import { FORM } from '../delivering/transport.js';
import { commandBody, shortcutPayload } from '../wire/payloads.js';
import type { Person } from '../workspace/people.js';
import { NEW_HIRE } from './workflow-outcome.js';
import { runNewHire } from './workflows.js';
import { withIds } from './mentioning.js';
import type { ResponseSource } from '../workspace/response-urls.js';
import { SlackError } from '../wire/slack-error.js';
import type { ActResult } from '../wire/wire.js';
import { ActRefused, expectEmptyBody, responseUrlFor, resultOf, type Stage, sendPayload } from './stage.js';

/** Installed, and with the scope for commands and shortcuts. */
const hasCommands = (stage: Stage): boolean => stage.installation()?.scopes.has('commands') === true;

const parsedBody = (body: string): unknown => {
  if (!body.trimStart().startsWith('{')) return { text: body };
  try {
    return JSON.parse(body);
  } catch {
    return { text: body };
  }
};

/** Shows what the acknowledgement of a command says; an empty one says nothing. */
const showAnswer = (stage: Stage, source: ResponseSource, acknowledgement: Acknowledgement): boolean => {
  if (acknowledgement.body.trim() === '') return true;
  try {
    stage.responseUrls.show(source, readBotMessage(parsedBody(acknowledgement.body), stage.clock));
    return true;
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    stage.violations.add(`answer to a command: ${error.code} ${JSON.stringify(error.details)}`);
    return false;
  }
};

/** Types a slash command into a channel. */
export const runCommand = async (
  stage: Stage,
  person: Person,
  channel: Channel,
  typed: string,
): Promise<ActResult> => {
  const [, command = '', text = ''] = /^(\/\S+)\s*([\s\S]*)$/.exec(typed.trim()) ?? [];
  const known = stage.manifest.commands.find((one) => one.command === command);
  if (person.isStranger)
    throw new ActRefused(
      'Slack does not share slash commands with other companies, so nothing was sent to the app.',
    );
  if (known === undefined || !hasCommands(stage)) {
    const words = `${command} is not a valid command. In Slack, all messages that start with the "/" character are interpreted as commands.`;
    stage.world.slackbotSays(channel, person.id, words);
    return { ok: false, status: 0, ackMs: 0, body: words };
  }
  const source = { workspace: stage, personId: person.id, channel, message: undefined };
  const acknowledgement = await stage.deliveries.send(
    'command',
    FORM,
    commandBody(stage, {
      person,
      channel,
      command,
      text: known.shouldEscape ? withIds(stage.world, text.trim()) : text.trim(),
      responseUrl: responseUrlFor(stage, source),
      triggerId: stage.triggers.issue(person.id),
    }),
  );
  const isShown = acknowledgement.failure === undefined && showAnswer(stage, source, acknowledgement);
  if (!isShown) {
    const error = acknowledgement.failure ?? 'dispatch_failed';
    stage.world.slackbotSays(channel, person.id, `${command} failed with the error "${error}"`);
  }
  return { ...resultOf(acknowledgement), ok: isShown };
};

/** Runs a global shortcut, or a workflow: both stand in the same menu. */
export const runShortcut = async (stage: Stage, person: Person, callbackId: string): Promise<ActResult> => {
  if (callbackId === NEW_HIRE.callbackId && !person.isStranger) return runNewHire(stage, person);
  const isKnown = stage.manifest.globalShortcuts.some((one) => one.callbackId === callbackId);
  if (!isKnown || !hasCommands(stage) || person.isStranger) {
    throw new ActRefused(`there is no shortcut ${callbackId}`);
  }
  const triggerId = stage.triggers.issue(person.id);
  const payload = shortcutPayload(stage, person, callbackId, triggerId, stage.clock.ts());
  const acknowledgement = await sendPayload(stage, 'shortcut', payload);
  expectEmptyBody(stage, 'shortcut', acknowledgement);
  if (acknowledgement.failure !== undefined) {
    stage.notices.add(person.id, `The shortcut failed: ${acknowledgement.failure}`, null);
    stage.world.changed();
  }
  return resultOf(acknowledgement);
};
