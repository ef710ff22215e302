import { z } from 'zod';
import { Block } from './blocks.js';
import { type Checked, checkTogether } from './check-blocks.js';
import { plainText } from './composition.js';
import { refusal, refusals } from './refusal.js';

const common = {
  blocks: z.array(Block),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
};

const Modal = z.strictObject({
  type: z.literal('modal'),
  ...common,
  title: plainText(24),
  submit: plainText(24).optional(),
  close: plainText(24).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  submit_disabled: z.boolean().optional(),
});
export const HomeSource = z.strictObject({ type: z.literal('home'), ...common });

export type ModalSource = z.infer<typeof Modal>;
export type HomeSource = z.infer<typeof HomeSource>;

const check = <Source extends { blocks: Block[] }>(
  schema: z.ZodType<Source>,
  json: unknown,
  surface: 'modal' | 'home',
): Checked<Source> => {
  const parsed = schema.safeParse(json);
  const messages = parsed.success
    ? checkTogether(parsed.data.blocks, surface, ['view', 'blocks'])
    : refusals(parsed.error, ['view']);
  return parsed.success && messages.length === 0 ? { ok: true, value: parsed.data } : { ok: false, messages };
};

/** The `view` of views.open, update and push, and of a submission's answer. */
export const checkModal = (json: unknown): Checked<ModalSource> => {
  const checked = check(Modal, json, 'modal');
  if (!checked.ok) return checked;
  const hasInput = checked.value.blocks.some((block) => block.type === 'input');
  return hasInput && checked.value.submit === undefined
    ? { ok: false, messages: [refusal('missing required field: submit', ['view'])] }
    : checked;
};

/** The `view` of views.publish. */
export const checkHome = (json: unknown): Checked<HomeSource> => check(HomeSource, json, 'home');
