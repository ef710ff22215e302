import { z } from 'zod';
import { BlockId, HttpUrl } from './composition.js';

const style = {
  style: z
    .strictObject({
      bold: z.boolean().optional(),
      italic: z.boolean().optional(),
      strike: z.boolean().optional(),
      underline: z.boolean().optional(),
      highlight: z.boolean().optional(),
      client_highlight: z.boolean().optional(),
      unlink: z.boolean().optional(),
      code: z.boolean().optional(),
    })
    .optional(),
};

const Text = z.strictObject({ type: z.literal('text'), text: z.string().min(1), ...style });
const Link = z.strictObject({
  type: z.literal('link'),
  url: HttpUrl,
  text: z.string().optional(),
  unsafe: z.boolean().optional(),
  ...style,
});

const Inline = z.discriminatedUnion('type', [
  Text,
  Link,
  z.strictObject({ type: z.literal('user'), user_id: z.string().min(1), ...style }),
  z.strictObject({ type: z.literal('usergroup'), usergroup_id: z.string().min(1), ...style }),
  z.strictObject({ type: z.literal('channel'), channel_id: z.string().min(1), ...style }),
  z.strictObject({
    type: z.literal('emoji'),
    name: z.string().min(1),
    unicode: z.string().optional(),
    ...style,
  }),
  z.strictObject({ type: z.literal('broadcast'), range: z.enum(['here', 'channel', 'everyone']), ...style }),
  z.strictObject({
    type: z.literal('date'),
    timestamp: z.int(),
    format: z.string().min(1),
    url: HttpUrl.optional(),
    fallback: z.string().optional(),
    ...style,
  }),
]);
export type Inline = z.infer<typeof Inline>;

const border = { border: z.int().min(0).max(1).optional() };
const Section = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(Inline) });

export const RichText = z.strictObject({
  type: z.literal('rich_text'),
  block_id: BlockId,
  elements: z
    .array(
      z.discriminatedUnion('type', [
        Section,
        z.strictObject({
          type: z.literal('rich_text_list'),
          style: z.enum(['bullet', 'ordered']),
          indent: z.int().min(0).max(8).optional(),
          offset: z.int().min(0).optional(),
          elements: z.array(Section).min(1),
          ...border,
        }),
        z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(Inline), ...border }),
        z.strictObject({
          type: z.literal('rich_text_preformatted'),
          elements: z.array(z.discriminatedUnion('type', [Text, Link])),
          ...border,
        }),
      ]),
    )
    .min(1),
});
export type RichText = z.infer<typeof RichText>;
