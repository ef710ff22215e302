import type { KnownBlock, ModalView } from '@slack/types';
import type { z } from 'zod';
import type { Policy } from '../../core/rights/policy.js';
import type { ButtonFace } from '../call/conversation.js';
import { actions, plain } from '../view/blocks.js';
import { richText } from '../text/sentence.js';
import type { Words } from '../text/words.js';
import type { CameFrom } from '../transport/payloads.js';
import { SectionName } from './sections/sections.js';

export interface Overview {
  readonly policy: Policy;
  /** Opens the form of one section. */
  readonly change: ButtonFace<{ section: SectionName }>;
  /** Where the result of a change is told. */
  readonly cameFrom: z.infer<typeof CameFrom>;
}

/** The policy in sentences, each group of them above the button to its form. */
export const overviewView = (
  { policy: words }: Words,
  { policy, change, cameFrom }: Overview,
): ModalView => ({
  type: 'modal',
  title: plain(words.title),
  close: plain(words.close),
  private_metadata: JSON.stringify(cameFrom),
  blocks: SectionName.options.flatMap((section, index): readonly KnownBlock[] => [
    ...(index === 0 ? [] : [{ type: 'divider' } as const]),
    richText(...words.overview[section](policy)),
    actions(change.element(words.sections[section], { section })),
  ]),
});
