import type { KnownBlock } from '@slack/types';
import { Problem } from '../../core/problem.js';
import { actions, message } from '../view/blocks.js';
import type { Call } from './call.js';
import type { Message } from '../web-api/slack-calls.js';
import { setUpFace } from './faces.js';
import { sentenceFor } from './outcome.js';
import type { Words } from '../text/words.js';

/** What a person hears of whatever was thrown: a sentence, the reference, and a button where there is a way out. */
export function failureMessage(call: Call, error: unknown): Message {
  const { words, reference } = call;
  return message([sentenceFor(words, error), words.reference(reference)], ...wayOut(words, error));
}

/** The button with which this person can fix it themselves. */
export function wayOut(words: Words, error: unknown): readonly KnownBlock[] {
  return error instanceof Problem && error.facts.kind === 'not-connected' && error.facts.maySetUp
    ? [actions(setUpFace.element(words.setup.button, {}, { style: 'primary' }))]
    : [];
}
