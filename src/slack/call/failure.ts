import type { KnownBlock } from '@slack/types';
import { Problem } from '../../core/problem.js';
import { actions, message } from '../view/blocks.js';
import type { Call } from './call.js';
import type { Message } from '../web-api/slack-calls.js';
import { setUpFace } from './faces.js';
import { sentenceFor } from './outcome.js';
import { en } from '../text/en/en.js';

/** What a person hears of whatever was thrown: a sentence, the reference, and a button where there is a way out. */
export function failureMessage(call: Call, error: unknown): Message {
  return message([sentenceFor(error), en.reference(call.reference)], ...wayOut(error));
}

/** The button with which this person can mend it themselves. */
export function wayOut(error: unknown): readonly KnownBlock[] {
  return error instanceof Problem && error.facts.kind === 'not-connected' && error.facts.maySetUp
    ? [actions(setUpFace.element(en.setup.button, {}, { style: 'primary' }))]
    : [];
}
