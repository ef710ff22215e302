import { z } from 'zod';
import type { ExchangeKind } from './exchange.js';

const Command = z.object({ command: z.string(), text: z.string(), user_id: z.string() });
const Person = z.object({ user: z.object({ id: z.string() }) });
const Interaction = z.object({
  payload: z.object({
    actions: z.array(z.object({ action_id: z.string() })).optional(),
    action_id: z.string().optional(),
    callback_id: z.string().optional(),
    view: z.object({ callback_id: z.string().optional() }).optional(),
  }),
});
const Event = z.object({ event: z.object({ type: z.string() }) });
const Call = z.object({
  channel: z.string().optional(),
  user: z.string().optional(),
  users: z.string().optional(),
  user_id: z.string().optional(),
});
const Exchanged = z.object({ client_id: z.string() });
const SlackRefusal = z.object({
  ok: z.literal(false),
  error: z.string(),
  response_metadata: z.object({ messages: z.array(z.string()) }).optional(),
});
const ApiRefusal = z.union([
  z.object({ message: z.string() }).transform(({ message }) => message),
  z.object({ error: z.string() }).transform(({ error }) => error),
]);

/** What a request is about, in a few words. */
export function aboutOf(kind: ExchangeKind, sent: unknown): string {
  if (kind === 'delivery') return aboutDelivery(sent);
  if (kind === 'api') return Exchanged.safeParse(sent).data?.client_id ?? '';
  if (kind !== 'web-api') return '';
  const call = Call.safeParse(sent).data;
  return [call?.channel, call?.user ?? call?.users ?? call?.user_id].filter(Boolean).join(' ');
}

function aboutDelivery(sent: unknown): string {
  const command = Command.safeParse(sent).data;
  if (command) return `${command.user_id} ${command.command} ${command.text}`.trim();
  const event = Event.safeParse(sent).data;
  if (event) return event.event.type;
  const payload = Interaction.safeParse(sent).data?.payload;
  const who = z.object({ payload: Person }).safeParse(sent).data?.payload.user.id;
  const what =
    payload?.actions?.[0]?.action_id ??
    payload?.action_id ??
    payload?.callback_id ??
    payload?.view?.callback_id;
  return [who, what].filter(Boolean).join(' ');
}

/** Why something was refused; `null` where it was not. */
export function refusalOf(kind: ExchangeKind, status: number, answer: unknown): string | null {
  if (status === 0) return 'no answer';
  const slack = SlackRefusal.safeParse(answer).data;
  if (slack && kind !== 'api') return [slack.error, ...(slack.response_metadata?.messages ?? [])].join(': ');
  if (status < 400) return null;
  const api = ApiRefusal.safeParse(answer).data;
  return api === undefined ? `status ${status}` : `status ${status}: ${api}`;
}
