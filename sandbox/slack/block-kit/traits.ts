import { z } from 'zod';
import { ActionId, Confirm, plainText } from './composition.js';

export const actionable = { action_id: ActionId };
export const confirmable = { confirm: Confirm.optional() };
export const focusable = { focus_on_load: z.boolean().optional() };
export const placeholdable = { placeholder: plainText(150).optional() };
export const dispatchable = {
  dispatch_action_config: z
    .strictObject({
      trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1),
    })
    .optional(),
};
export const select = { ...actionable, ...confirmable, ...focusable, ...placeholdable };
export const multi = { max_selected_items: z.int().min(1).optional() };
