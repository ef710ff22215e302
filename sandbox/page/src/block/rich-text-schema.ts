import type { RichTextBlock } from 'slack-blocks-to-jsx';
import { z } from 'zod';

const Inline = z.looseObject({
  type: z.enum(['text', 'link', 'user', 'usergroup', 'channel', 'broadcast', 'emoji', 'date', 'color']),
});

const Flow = z.looseObject({
  type: z.enum(['rich_text_section', 'rich_text_preformatted', 'rich_text_quote']),
  elements: z.array(Inline),
});

const List = z.looseObject({
  type: z.literal('rich_text_list'),
  style: z.enum(['bullet', 'ordered']),
  elements: z.array(z.looseObject({ type: z.literal('rich_text_section'), elements: z.array(Inline) })),
});

/** A `rich_text` block of which the library that draws it leaves no part out. */
export const RichText = z.looseObject({
  type: z.literal('rich_text'),
  elements: z.array(z.discriminatedUnion('type', [Flow, List])),
});

export function isRichText(block: unknown): block is RichTextBlock {
  return RichText.safeParse(block).success;
}
