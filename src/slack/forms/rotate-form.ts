import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { Rotatable } from '../../core/clients/issuing/rotate-client.js';
import { ClientId } from '../../core/model/ids.js';
import type { Drawing } from '../call/conversation.js';
import { richText } from '../text/sentence.js';
import type { Words } from '../text/words.js';
import { clientFacts, plain } from '../view/blocks.js';
import { untilInput } from './until-input.js';

export const OVERLAP = 'overlap';
export const OVERLAP_DEFAULT_DAYS = 7;
export const OVERLAP_MOST_DAYS = 365;

export const RotateHidden = z.object({
  id: ClientId,
  /** The person's time zone. */
  zone: z.string().default('UTC'),
});
export type RotateHidden = z.infer<typeof RotateHidden>;

/** The days that were typed; `undefined` where they are no whole number, or too many. */
export function readOverlap(text: string): number | undefined {
  const typed = text.normalize('NFKC').trim();
  if (!/^\d{1,4}$/.test(typed)) return undefined;
  const days = Number(typed);
  return days >= 1 && days <= OVERLAP_MOST_DAYS ? days : undefined;
}

interface DrawnRotation {
  readonly of: Rotatable;
  /** The days that were entered before. */
  readonly overlap?: string | undefined;
  /** The end that is suggested for the successor, as it is typed. */
  readonly until: string;
  readonly longestLifeDays: number | undefined;
}

export function rotateDrawing(
  words: Words,
  { of: { client, record, needsApproval }, overlap, until, longestLifeDays }: DrawnRotation,
): Drawing {
  const { rotation } = words;
  return {
    title: rotation.title,
    submit: needsApproval ? words.requests.form.submit : rotation.submit,
    close: rotation.close,
    blocks: [
      richText(...clientFacts(words, client, record)),
      richText(rotation.what),
      ...(needsApproval ? [richText(rotation.needsApproval)] : []),
      overlapInput(words, overlap),
      untilInput(words, { initial: until, longestLifeDays }),
    ],
  };
}

function overlapInput({ rotation }: Words, entered = String(OVERLAP_DEFAULT_DAYS)): KnownBlock {
  return {
    type: 'input',
    block_id: OVERLAP,
    label: plain(rotation.overlap),
    hint: plain(rotation.overlapHint),
    element: {
      type: 'plain_text_input',
      action_id: OVERLAP,
      initial_value: entered,
    },
  };
}

export function rotateLoading({ rotation }: Words): ModalView {
  return {
    type: 'modal',
    title: plain(rotation.title),
    close: plain(rotation.close),
    blocks: [richText(rotation.loading)],
  };
}
