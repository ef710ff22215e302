import { z } from 'zod';
import { AlphausUserName } from '../model/api-client.js';
import { ClientId, PersonId, WorkspaceId } from '../model/ids.js';
import type { AuditAction } from './audit-action.js';

const LONGEST = { name: 200, subject: 340, reason: 500 } as const;

/** One line of what people wrote, at most so many characters; `auditEvent` makes such lines. */
const line = (atMost: number): RegExp => new RegExp(`^[^\\p{Cc}\\p{Cs}\u2028\u2029]{1,${atMost}}$`, 'u');

/** Lower-case words joined by hyphens: a name out of a list of ours, never what somebody typed. */
const slug = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/);

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** Who acted: a person of the workspace, the bot by itself, or an operator at the command line. */
export const AuditActor = z.union([PersonId, z.enum(['bot', 'operator'])]);
export type AuditActor = z.infer<typeof AuditActor>;

/**
 * `attempted` is written before the act, one of the others after it. `ambiguous`: nobody knows whether the
 * act took effect; `settled`: that has been found out since.
 */
export const AuditOutcome = z.enum(['attempted', 'done', 'refused', 'failed', 'ambiguous', 'settled']);
export type AuditOutcome = z.infer<typeof AuditOutcome>;

/** On what: whichever of these apply. Strict, so that nothing else can slip in. */
export const AuditTarget = z.strictObject({
  /** The Alphaus user. */
  user: AlphausUserName.check(z.regex(line(254))).optional(),
  clientId: ClientId.optional(),
  /** An API client's name. */
  name: z.string().regex(line(LONGEST.name)).optional(),
  /** What is no API client: a person, a group, a setting, a range of records; or the client that another one succeeds. */
  subject: z.string().regex(line(LONGEST.subject)).optional(),
});
export type AuditTarget = z.infer<typeof AuditTarget>;

/** One thing that somebody tried, or its outcome. Every field is bounded, and none has room for a secret. */
export const AuditEvent = z.strictObject({
  actor: AuditActor,
  /** An `Action` of the policy, or what the bot does by itself (`settle`, `expire`, …). */
  action: slug,
  target: AuditTarget,
  /** Id of the request that it belongs to. */
  request: id.optional(),
  /** The rule of the policy that allowed it. */
  rule: slug.optional(),
  /** Why it was refused or failed: a reason of the policy, a problem's kind, or a person's words. */
  reason: z.string().regex(line(LONGEST.reason)).optional(),
  outcome: AuditOutcome,
  /** The reference that the log and the person have, too. */
  reference: id,
});
/** An event as it is written. Older versions may have written other actions. */
export type AuditEvent = Omit<z.infer<typeof AuditEvent>, 'action'> & { readonly action: AuditAction };

/** One link of a workspace's chain. `hash` is over all the rest, `previousHash` among it. */
export const AuditRecord = z.strictObject({
  /** Counts from 1 within the workspace, without gaps. */
  sequence: z.int().min(1),
  time: z.iso.datetime(),
  workspace: WorkspaceId,
  ...AuditEvent.shape,
  /** The hash of the record before; 64 zeros in the first. */
  previousHash: hash,
  hash,
});
export type AuditRecord = z.infer<typeof AuditRecord>;

/** The end of a chain: who knows it can tell whether anything before it was changed. */
export type AuditHead = Pick<AuditRecord, 'sequence' | 'hash'>;

/** The start of the kept part of a chain: everything up to this record was cut when it had become too old. */
export const AuditAnchor = z.strictObject({
  sequence: z.int().min(1),
  hash,
  cutAt: z.iso.datetime(),
  /** While the cut goes on: the first record that may still be there. */
  leftFrom: z.int().min(1).optional(),
});
export type AuditAnchor = z.infer<typeof AuditAnchor>;

/** The head of a chain without records. */
export const NO_RECORDS: AuditHead = { sequence: 0, hash: '0'.repeat(64) };

/**
 * The event as it may be written: people's words in one line, shortened, without what looks like a secret,
 * and left out where nothing remains. Throws for whatever else does not fit: that is a fault of ours.
 */
export function auditEvent(given: AuditEvent): AuditEvent {
  const { user, name, subject, ...target } = given.target;
  const { reason, ...rest } = given;
  const written = AuditEvent.parse({
    ...rest,
    target: { ...target, ...(user !== undefined && { user: oneLine(user) }), ...said({ name, subject }) },
    ...said({ reason }),
  });
  return { ...written, action: given.action };
}

function said(words: Partial<Record<keyof typeof LONGEST, string | undefined>>) {
  return Object.fromEntries(
    (['name', 'subject', 'reason'] as const).flatMap((key) => {
      const text = shortened(masked(oneLine(words[key] ?? '')).trim(), LONGEST[key]);
      return text === '' ? [] : [[key, text]];
    }),
  );
}

const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029]+/gu, ' ');

/** Slack's tokens, JSON web tokens, private keys, `Bearer …` and `secret=…`, in case somebody writes one. */
const LOOKS_SECRET =
  /\bxox[a-z]-[\w-]+|\bxapp-[\w-]+|\beyJ[\w-]{8,}\.[\w.-]+|-----BEGIN.*|\bbearer\s+\S+|secret"?\s*[=:]\s*\S+/giu;

const masked = (text: string): string => text.replaceAll(LOOKS_SECRET, '[secret]');

function shortened(text: string, atMost: number): string {
  const characters = Array.from(text);
  return characters.length <= atMost ? text : `${characters.slice(0, atMost - 1).join('')}…`;
}
