import type { ModalView } from '@slack/types';
import type { z } from 'zod';
import { conclusionOf } from '../../../core/audit/audited.js';
import type { Deletion } from '../../../core/clients/deletions.js';
import { Problem } from '../../../core/problem.js';
import { message, plain } from '../../view/blocks.js';
import type { Message } from '../../web-api/slack-calls.js';
import type { InteractionOutcome } from '../../observer.js';
import type { FailedAct } from '../../text/failed-act.js';
import type { Sentence } from '../../text/sentence.js';
import type { Words } from '../../text/words.js';
import type { CameFrom } from '../../transport/payloads.js';

/** A failure in words, with the reference that the log has, too. */
export function notDone(
  { words, reference }: { readonly words: Words; readonly reference: string },
  sentences: readonly Sentence[],
): Message {
  return message([...sentences, words.reference(reference)]);
}

/** For whom a view is drawn; a button in it goes on where this began. */
export interface Seeing {
  readonly words: Words;
  readonly cameFrom: z.infer<typeof CameFrom>;
}

/** Shows what failed in place of a form. */
export function failureView({ words, cameFrom }: Seeing, said: Message): ModalView {
  return {
    type: 'modal',
    private_metadata: JSON.stringify(cameFrom),
    title: plain(words.create.failedTitle),
    close: plain(words.create.failedClose),
    blocks: [...said.blocks],
  };
}

/** Shows what failed on top of a form, which keeps what was entered. */
export const failureOverForm = (seeing: Seeing, said: Message): ModalView => ({
  ...failureView(seeing, said),
  close: plain(seeing.words.back),
});

/** What would be said in a message, as a modal. */
export function saidView({ words, cameFrom }: Seeing, said: Message): ModalView {
  return {
    type: 'modal',
    private_metadata: JSON.stringify(cameFrom),
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
