import type { ModalView } from '@slack/types';
import { conclusionOf } from '../../core/audit/audited.js';
import type { Deletion } from '../../core/clients/deletions.js';
import { Problem } from '../../core/problem.js';
import { message, plain } from '../view/blocks.js';
import type { Message } from '../web-api/slack-calls.js';
import type { InteractionOutcome } from '../observer.js';
import type { FailedAct } from '../text/failed-act.js';
import type { Sentence } from '../text/sentence.js';
import type { Words } from '../text/words.js';

/** A failure in words, with the reference that the log has, too. */
export function notDone(
  { words, reference }: { readonly words: Words; readonly reference: string },
  sentences: readonly Sentence[],
): Message {
  return message([...sentences, words.reference(reference)]);
}

/** Shows what failed in place of a form. */
export function failureView(words: Words, said: Message): ModalView {
  return {
    type: 'modal',
    title: plain(words.create.failedTitle),
    close: plain(words.create.failedClose),
    blocks: [...said.blocks],
  };
}

/** The same on top of a form, which keeps what was entered. */
export const failureOverForm = (words: Words, said: Message): ModalView => ({
  ...failureView(words, said),
  close: plain(words.back),
});

/** What would be said in a message, as a modal. */
export function saidView(words: Words, said: Message): ModalView {
  return {
    type: 'modal',
    title: plain(words.help.title),
    close: plain(words.create.failedClose),
    blocks: [...said.blocks],
  };
}

/** The sentence for whatever was thrown: what is not a `Problem` is a fault of ours. */
export function sentenceFor(words: Words, error: unknown, act?: FailedAct): Sentence {
  return error instanceof Problem ? words.problem(error.facts, act) : words.bug;
}

/** The outcome of an interaction, as the metrics count it. */
export function interactionOutcome(error: unknown): InteractionOutcome {
  return error instanceof Problem ? conclusionOf(error).outcome : 'fault';
}

/** What somebody hears who came late to a deletion. */
export function deletionOutcome(words: Words, deletion: Deletion): readonly Sentence[] {
  return [
    deletion.done ? words.delete.already(deletion.by, deletion.at) : words.delete.underWay(deletion.by),
  ];
}
