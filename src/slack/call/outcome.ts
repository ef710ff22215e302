import type { ModalView } from '@slack/types';
import { conclusionOf } from '../../core/audit/audited.js';
import type { Deletion } from '../../core/clients/deletions.js';
import { Problem } from '../../core/problem.js';
import { message, plain } from '../view/blocks.js';
import type { Message } from '../web-api/slack-calls.js';
import type { InteractionOutcome } from '../observer.js';
import type { Sentence } from '../text/sentence.js';
import { en } from '../text/en/en.js';

/** A failure in words, with the reference that the log has, too. */
export function notDone(call: { readonly reference: string }, sentences: readonly Sentence[]): Message {
  return message([...sentences, en.reference(call.reference)]);
}

/** The same in the place of a form. */
export function failureView(said: Message): ModalView {
  return {
    type: 'modal',
    title: plain(en.create.failedTitle),
    close: plain(en.create.failedClose),
    blocks: [...said.blocks],
  };
}

/** The sentence for whatever was thrown: what is not a `Problem` is a fault of ours. */
export function sentenceFor(error: unknown): Sentence {
  return error instanceof Problem ? en.problem(error.facts) : en.bug;
}

/** The same for the metrics. */
export function interactionOutcome(error: unknown): InteractionOutcome {
  return error instanceof Problem ? conclusionOf(error).outcome : 'fault';
}

/** What somebody hears who came late to a deletion. */
export function deletionOutcome(deletion: Deletion): readonly Sentence[] {
  return [deletion.done ? en.delete.already(deletion.by, deletion.at) : en.delete.underWay(deletion.by)];
}
