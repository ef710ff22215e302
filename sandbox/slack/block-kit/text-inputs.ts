import { z } from 'zod';
import { actionable, dispatchable, focusable, placeholdable } from './traits.js';

const typed = { ...actionable, ...focusable, ...placeholdable, ...dispatchable };
export const PlainTextInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    ...typed,
    initial_value: z.string().max(3000).optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(3000).optional(),
    max_length: z.int().min(1).max(3000).optional(),
  })
  .refine((it) => (it.min_length ?? 0) <= (it.max_length ?? 3000), {
    message: 'min_length must not be above max_length',
  })
  .refine((it) => (it.initial_value ?? '').length <= (it.max_length ?? 3000), {
    message: 'initial_value must not be longer than max_length',
  });
export const EmailInput = z.strictObject({
  type: z.literal('email_text_input'),
  ...typed,
  initial_value: z.string().optional(),
});
export const UrlInput = z.strictObject({
  type: z.literal('url_text_input'),
  ...typed,
  initial_value: z.string().optional(),
});
const NumericText = z.string().regex(/^-?\d+(\.\d+)?$/, 'must be a number');
export const NumberInput = z.strictObject({
  type: z.literal('number_input'),
  ...typed,
  is_decimal_allowed: z.boolean(),
  initial_value: NumericText.optional(),
  min_value: NumericText.optional(),
  max_value: NumericText.optional(),
});
