import { z } from 'zod';

/** `plain_text` of 1 to `max` characters. */
export const plainText = (max: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });

/** `mrkdwn` of 1 to `max` characters. */
export const mrkdwn = (max: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  });

/** Either kind of text object. */
export const textObject = (max: number) => z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);

export const PlainText = plainText(3000);
export type PlainText = z.infer<typeof PlainText>;
export const TextObject = textObject(3000);
export type TextObject = z.infer<typeof TextObject>;

export const HttpUrl = z
  .string()
  .max(3000)
  .regex(/^https?:\/\/\S+$/, 'must be a valid URL');

export const ActionId = z.string().min(1).max(255).optional();
export const BlockId = z.string().min(1).max(255).optional();

export const Confirm = z.strictObject({
  title: plainText(100),
  text: textObject(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: z.enum(['primary', 'danger']).optional(),
});
export type Confirm = z.infer<typeof Confirm>;

const optionOf = <Text extends z.ZodType>(text: Text) =>
  z.strictObject({
    text,
    value: z.string().min(1).max(150),
    description: plainText(75).optional(),
  });

/** An option of a select menu: plain text only. */
export const SelectOption = optionOf(plainText(75));
export type SelectOption = z.infer<typeof SelectOption>;

/** An option of checkboxes and radio buttons: mrkdwn is allowed. */
export const ChoiceOption = z.strictObject({
  text: textObject(75),
  value: z.string().min(1).max(150),
  description: textObject(75).optional(),
});
export type ChoiceOption = z.infer<typeof ChoiceOption>;

export const OverflowOption = SelectOption.extend({ url: HttpUrl.optional() });

export const SelectOptionGroup = z.strictObject({
  label: plainText(75),
  options: z.array(SelectOption).min(1).max(100),
});
export type SelectOptionGroup = z.infer<typeof SelectOptionGroup>;

export const Image = z
  .strictObject({
    type: z.literal('image'),
    image_url: HttpUrl.optional(),
    slack_file: z
      .strictObject({ id: z.string().min(1).optional(), url: z.string().min(1).optional() })
      .optional(),
    alt_text: z.string().min(1).max(2000),
  })
  .refine((image) => (image.image_url === undefined) !== (image.slack_file === undefined), {
    message: 'must have either image_url or slack_file',
  });
