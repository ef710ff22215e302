import { z } from 'zod';
import { FindingsBrowsed } from '../../core/attention/browse-findings.js';
import { PersonId } from '../../core/model/ids.js';

/** What a button or a view carries along unseen; `undefined` where it is not JSON, and where it carries nothing. */
export function carriedIn(text = ''): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const Carried = z.string().optional().transform(carriedIn);

/** The parts of Slack's payloads that are read; the rest is ignored. */
const Person = z.object({ id: PersonId, team_id: z.string().optional() });

export const CommandBody = z.object({
  user_id: PersonId,
  team_id: z.string(),
  channel_id: z.string(),
  text: z.string().default(''),
  trigger_id: z.string(),
  response_url: z.string(),
});
export const ShortcutBody = z.object({ callback_id: z.string(), trigger_id: z.string(), user: Person });
/** Where a view stands: which one is the lowest of its stack, and which is below it. */
const Stacked = z.object({
  previous_view_id: z.string().nullish(),
  root_view_id: z.string().nullish(),
});

/** The number of modals up to this one; Slack stacks three at most. */
export function heightOf({ previous_view_id: below, root_view_id: lowest }: z.infer<typeof Stacked>): number {
  if (typeof below !== 'string') return 1;
  return below === lowest ? 2 : 3;
}

export const ActionBody = z.object({
  user: Person,
  trigger_id: z.string().optional(),
  response_url: z.string().optional(),
  channel: z.object({ id: z.string() }).optional(),
  message: z.object({ ts: z.string() }).optional(),
  state: z.object({ values: z.unknown() }).optional(),
  view: Stacked.extend({
    id: z.string(),
    type: z.enum(['home', 'modal']).optional(),
    hash: z.string().optional(),
    private_metadata: Carried,
    state: z.object({ values: z.unknown() }).optional(),
  }).optional(),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        action_ts: z.string().optional(),
        value: z.string().optional(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    )
    .min(1),
});
export const FormBody = z.object({
  user: Person,
  trigger_id: z.string().optional(),
  view: Stacked.extend({
    id: z.string(),
    /** Another one each time the view is drawn. */
    hash: z.string().default(''),
    callback_id: z.string(),
    private_metadata: Carried,
    state: z.object({ values: z.unknown() }).optional(),
    /** Read only where a form is not taken. */
    blocks: z.unknown().optional(),
  }),
});
export type FormBody = z.infer<typeof FormBody>;
export const OptionsBody = z.object({ user: Person, action_id: z.string(), value: z.string().default('') });

/** What every form and view carries along, so that its outcome is told where it was asked for. */
export const CameFrom = z.object({
  responseUrl: z.string().optional(),
  channel: z.string().optional(),
  /** From App Home, which is drawn again then. */
  fromHome: z.boolean().optional(),
  /** The modal below it. */
  below: z.string().optional(),
  messageTs: z.string().optional(),
  /** The page of what needs attention that it was opened from, which is drawn again then. */
  review: FindingsBrowsed.optional(),
});

/** Where a view began, by what it carries; nothing where there is no view, as under most buttons. */
export const cameFrom = (carried: unknown): z.infer<typeof CameFrom> =>
  carried === undefined ? {} : (CameFrom.safeParse(carried).data ?? {});
