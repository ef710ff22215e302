import { type AuditAct, sequencesOf } from '../../core/audit/audit-act.js';
import { mentionOf, type Sentence } from './sentence.js';

/** The numbers of the records of an act: `#12`, or `#12–13` where its attempt and its outcome stand in one line. */
export function numbersOf(act: AuditAct): string {
  const [first = 0, second] = sequencesOf(act);
  if (second === undefined) return `#${first}`;
  return second === first + 1 ? `#${first}–${second}` : `#${first}, #${second}`;
}

/** The id of a person or a user group where a subject has one, alone or before what is said of it. */
const NAMED = /^(for )?([USW][A-Z0-9]{2,40})(?=$|: )/u;

/** What a record calls its subject, with people and user groups by name. */
export function subjectOf(subject: string): Sentence {
  const [whole, before = '', id] = NAMED.exec(subject) ?? [];
  if (whole === undefined || id === undefined) return [subject];
  const who = mentionOf({ kind: id.startsWith('S') ? 'group' : 'person', id });
  return [before, who, subject.slice(whole.length)].filter((piece) => piece !== '');
}
