import { z } from 'zod';
import { HttpUrl, Image, OverflowOption, plainText } from './composition.js';
import { DateTimepicker, MENUS } from './menus.js';
import { EmailInput, NumberInput, PlainTextInput, UrlInput } from './text-inputs.js';
import { actionable, confirmable } from './traits.js';

export const Button = z.strictObject({
  type: z.literal('button'),
  ...actionable,
  ...confirmable,
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: HttpUrl.optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
});
export type Button = z.infer<typeof Button>;

const Overflow = z.strictObject({
  type: z.literal('overflow'),
  ...actionable,
  ...confirmable,
  options: z.array(OverflowOption).min(1).max(5),
});

export const SectionAccessory = z.discriminatedUnion('type', [Button, Overflow, Image, ...MENUS]);
export const ActionsElement = z.discriminatedUnion('type', [Button, Overflow, DateTimepicker, ...MENUS]);
export const InputElement = z.discriminatedUnion('type', [
  PlainTextInput,
  EmailInput,
  UrlInput,
  NumberInput,
  DateTimepicker,
  ...MENUS,
]);

export type InputElement = z.infer<typeof InputElement>;
/** Everything that a person can press, choose in or type into. */
export type Element = Exclude<
  z.infer<typeof SectionAccessory> | z.infer<typeof ActionsElement> | InputElement,
  { type: 'image' }
>;
/** An element that keeps a value; buttons and overflow menus do not. */
export type StatefulElement = Exclude<Element, { type: 'button' | 'overflow' }>;
