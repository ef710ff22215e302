import { z } from 'zod';
import { SlackError } from '../wire/slack-error.js';
import type { JsonObject } from '../wire/wire.js';
import type { Workspace } from '../workspace/workspace.js';

export type Args = Readonly<Record<string, unknown>>;

/** One method of the Web API. */
export interface Method {
  /** One of these scopes is needed; none where the list is empty. */
  readonly scopes: readonly string[];
  readonly run: (args: Args, workspace: Workspace) => JsonObject;
}

/** What Slack's clients add to every call. */
const ANYWHERE = new Set(['token', 'team_id']);

/** Throws `invalid_arguments` where they are not as the schema says. */
export const checkedArgs = <Checked>(schema: z.ZodType<Checked>, args: Args): Checked => {
  const parsed = schema.safeParse(args);
  if (parsed.success) return parsed.data;
  const pointers = parsed.error.issues.map(
    (issue) => `[ERROR] ${issue.message} [json-pointer:/${issue.path.join('/')}]`,
  );
  throw SlackError.withMessages('invalid_arguments', pointers);
};

/** A method whose arguments are checked by `shape`; an argument that it does not know is a violation. */
export const method = <Shape extends z.ZodRawShape>(
  scopes: readonly string[],
  shape: Shape,
  run: (args: z.output<z.ZodObject<Shape>>, workspace: Workspace) => JsonObject,
): Method => {
  const schema = z.object(shape);
  return {
    scopes,
    run: (args, workspace) => {
      const checked = checkedArgs(schema, args);
      for (const unknown of Object.keys(args).filter((key) => !ANYWHERE.has(key) && !(key in shape))) {
        workspace.violations.add(`argument that Slack does not know: ${unknown}`);
      }
      return run(checked, workspace);
    },
  };
};

/** A boolean, also as a form carries it. */
export const Flag = z
  .union([z.boolean(), z.enum(['true', 'false', '1', '0'])])
  .transform((value) => value === true || value === 'true' || value === '1');

export const Count = z.coerce.number().int().min(1).max(1000);

/** An argument that a form carries as JSON text. */
export const fromForm = (value: unknown, error: string): unknown => {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch (cause) {
    throw new SlackError(error, { detail: String(cause) });
  }
};

/** One page of a cursor-paginated list. */
export const pageOf = <Item>(
  items: readonly Item[],
  args: { readonly cursor?: string | undefined; readonly limit?: number | undefined },
): { readonly items: Item[]; readonly response_metadata: { readonly next_cursor: string } } => {
  const from = args.cursor === undefined || args.cursor === '' ? 0 : Number(args.cursor.replace(/^c/, ''));
  if (!Number.isInteger(from)) throw new SlackError('invalid_cursor');
  const to = from + (args.limit ?? 100);
  return {
    items: items.slice(from, to),
    response_metadata: { next_cursor: to < items.length ? `c${to}` : '' },
  };
};

export const paging = { cursor: z.string().optional(), limit: Count.optional() };
