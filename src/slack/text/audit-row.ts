import { type AuditAct, sequencesOf } from '../../core/audit/audit-act.js';
import type { AuditRecord } from '../../core/audit/audit-event.js';
import { type Inline, mentionOf, type Sentence } from './sentence.js';

/** The numbers of the records of an act: `#12`, or `#12–13` where its attempt and its outcome stand in one line. */
export function numbersOf(act: AuditAct): string {
  const [first = 0, second] = sequencesOf(act);
  if (second === undefined) return `#${first}`;
  return second === first + 1 ? `#${first}–${second}` : `#${first}, #${second}`;
}

/** The id of a person or a user group where a subject has one, alone or before what is said of it. */
const NAMED = /^(?:for )?([USW][A-Z0-9]{2,40})(?=$|: )/u;
/** What a change of the policy says: `approvers: +U0BEN -S0TEAM; auditChannel: none to "C0AUDIT"`. */
const NAMED_IN_POLICY = /((?<= [+-])[USW][A-Z0-9]{2,40}|"[CG][A-Z0-9]{2,40}")/u;

/**
 * What a record calls its subject, with people, user groups and channels by name. Where it is `posted` in a channel it
 * keeps its ids: people who are named there would be notified.
 */
export function subjectOf({ action, target: { subject = '' } }: AuditRecord, isPosted: boolean): Sentence {
  if (isPosted) return [subject];
  if (action === 'change-policy') {
    // Every second piece is an id.
    return subject
      .split(NAMED_IN_POLICY)
      .map((piece, index) => (index % 2 === 0 ? piece : named(piece.replaceAll('"', ''))));
  }
  const id = NAMED.exec(subject)?.[1];
  if (id === undefined) return [subject];
  const at = subject.indexOf(id);
  return [subject.slice(0, at), named(id), subject.slice(at + id.length)];
}

function named(id: string): Inline {
  if (/^[CG]/u.test(id)) return { channel: id };
  return mentionOf({ kind: id.startsWith('S') ? 'group' : 'person', id });
}
