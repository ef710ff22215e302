import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { Policy } from '../../core/rights/policy.js';
import { plain } from '../view/blocks.js';
import type { Drawing } from '../call/conversation.js';
import type { Fields } from '../view/fields.js';
import { richText, type Sentence } from '../text/sentence.js';
import type { Words } from '../text/words.js';
import { FieldReader } from './sections/field-reader.js';
import type { Shown } from './sections/section.js';
import { SectionName, sections } from './sections/sections.js';

export const Hidden = z.object({
  channel: z.string().optional(),
  /** Which policy was looked at: saving another one's successor would undo somebody's change. */
  policyVersion: z.number().int(),
});
export type Hidden = z.infer<typeof Hidden>;

export const HiddenInSection = Hidden.extend({ section: SectionName });

/** The parts of the policy that belong together, as a form. */
export const sectionDrawing = (words: Words, section: SectionName, shown: Shown): Drawing => ({
  title: words.policy.sections[section],
  submit: words.policy.submit,
  close: words.back,
  blocks: [...sections[section].inputs(words, shown)],
});

export function sentenceView(words: Words, said: Sentence): ModalView {
  return {
    type: 'modal',
    title: plain(words.policy.title),
    close: plain(words.back),
    blocks: [richText(said)],
  };
}

/** What was entered as it changes a policy, or a sentence for each field that will not do. */
export function readSection(
  words: Words,
  section: SectionName,
  fields: Fields,
): { readonly changed: (policy: Policy) => Policy } | { errors: Record<string, string> } {
  const reader = new FieldReader(words, fields);
  const entered = sections[section].read(reader);
  if (Object.keys(reader.errors).length > 0) return { errors: reader.errors };
  return { changed: (policy) => Policy.parse({ ...policy, ...entered }) };
}
