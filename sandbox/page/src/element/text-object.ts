import { z } from 'zod';

export const PlainText = z.object({
  type: z.literal('plain_text'),
  text: z.string(),
  emoji: z.boolean().default(true),
});
export type PlainText = z.infer<typeof PlainText>;

const Mrkdwn = z.object({
  type: z.literal('mrkdwn'),
  text: z.string(),
  verbatim: z.boolean().default(false),
});

export const TextObject = z.discriminatedUnion('type', [PlainText, Mrkdwn]);
export type TextObject = z.infer<typeof TextObject>;
