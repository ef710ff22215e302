import type { KnownBlock } from '@slack/types';
import type { DenialReason } from '../../../core/model/decision.js';
import { Problem } from '../../../core/problem.js';
import { unlessProblem } from '../../../core/unless-problem.js';
import { actions, message } from '../../view/blocks.js';
import type { Call } from '../call.js';
import type { Message } from '../../web-api/slack-calls.js';
import { setUpFace } from '../faces.js';
import { adminsToAsk } from '../admins-to-ask.js';
import { sentenceFor } from './outcome.js';
import type { FailedAct } from '../../text/failed-act.js';
import type { Sentence } from '../../text/sentence.js';
import type { Words } from '../../text/words.js';

/** What a person hears of whatever was thrown: a sentence, the reference, and a button where there is a way out. */
export async function failureMessage(call: Call, error: unknown): Promise<Message> {
  const { words, reference } = call;
  const said = await withAdmins(call, (act) => sentenceFor(words, error, act));
  const again = call.tryAgain === undefined ? [] : [actions(call.tryAgain)];
  return message([said, words.reference(reference)], ...wayOut(words, error), ...again);
}

/** What is said of an act that failed, or would; admins are looked up only for what names them. */
export async function withAdmins<Said>(
  { services, command }: Pick<Call, 'services' | 'command'>,
  say: (act: FailedAct) => Said,
): Promise<Said> {
  let isNaming = false;
  const said = say({
    command,
    get ask() {
      isNaming = true;
      return [];
    },
  });
  if (!isNaming) return said;
  const ask = (await unlessProblem(adminsToAsk(services))) ?? [];
  return say({ command, ask });
}

/** Why somebody may not do something, with the admins by name who can do it for them. */
export const denial = (call: Call, reason: DenialReason): Promise<Sentence> =>
  withAdmins(call, (act) => call.words.problem({ kind: 'not-allowed', reason }, act));

/** The button with which this person can fix it themselves. */
export function wayOut(words: Words, error: unknown): readonly KnownBlock[] {
  return error instanceof Problem && error.facts.kind === 'not-connected' && error.facts.maySetUp
    ? [actions(setUpFace.element(words.setup.button, {}, { style: 'primary' }))]
    : [];
}
