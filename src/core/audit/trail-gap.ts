import type { AuditEvent, AuditRecord } from './audit-event.js';

export const TRAIL_GAP = 'trail-gap';

/** Numbers of records that the store lost, both included. */
export interface TrailGap {
  readonly from: number;
  readonly to: number;
}

/** What is appended behind records that are missing: their numbers are not given again. */
export const gapEvent = ({ from, to }: TrailGap, reference: string): AuditEvent => ({
  actor: 'bot',
  action: TRAIL_GAP,
  outcome: 'done',
  target: { subject: `${from}-${to}` },
  reason: 'lost-by-the-store',
  reference,
});

/** Which records this one says are missing; `undefined` for a record of anything else. */
export function gapToldBy({ actor, action, target: { subject = '' } }: AuditRecord): TrailGap | undefined {
  const [, from, to] = /^(\d{1,15})-(\d{1,15})$/.exec(subject) ?? [];
  if (actor !== 'bot' || action !== TRAIL_GAP || from === undefined || to === undefined) return undefined;
  return { from: Number(from), to: Number(to) };
}
