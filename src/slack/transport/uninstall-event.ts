import { z } from 'zod';

/** That an installation ended, as Slack says it: without a token that works, and often twice. */
export interface UninstallEvent {
  readonly kind: 'app-uninstalled' | 'tokens-revoked';
  /** Seconds since 1970. */
  readonly saidAt: number;
}

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
export function uninstallEventOf(body: object): UninstallEvent | undefined {
  // What people do is no event, and is told apart without a schema: each failure of one makes an error.
  if (!('event' in body)) return undefined;
  const said = Body.safeParse(body).data;
  if (said === undefined) return undefined;
  const { event, event_time: saidAt } = said;
  if (event.type === 'app_uninstalled') return { kind: 'app-uninstalled', saidAt };
  return (event.tokens.bot ?? []).length === 0 ? undefined : { kind: 'tokens-revoked', saidAt };
}
