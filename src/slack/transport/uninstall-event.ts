import { z } from 'zod';
import type { UninstallEvent } from '../../core/workspace/uninstall.js';

/** That an installation ended, as Slack says it: without a token that works, and often twice. */
export type SlackUninstallEvent = Pick<UninstallEvent, 'kind' | 'saidAt'>;

const Body = z.object({
  event_time: z.number(),
  event: z.discriminatedUnion('type', [
    z.object({ type: z.literal('app_uninstalled') }),
    z.object({
      type: z.literal('tokens_revoked'),
      /** User ids, not tokens. */
      tokens: z.object({ bot: z.array(z.string()).nullish() }),
    }),
  ]),
});

/** `undefined` for everything else, also where only tokens of people were revoked: the bot has none of those. */
export function uninstallEventOf(body: unknown): SlackUninstallEvent | undefined {
  const said = Body.safeParse(body).data;
  if (said === undefined) return undefined;
  const { event, event_time: saidAt } = said;
  if (event.type === 'app_uninstalled') return { kind: 'app-uninstalled', saidAt };
  return (event.tokens.bot ?? []).length === 0 ? undefined : { kind: 'tokens-revoked', saidAt };
}
