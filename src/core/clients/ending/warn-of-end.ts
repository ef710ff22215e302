import type { AuditEvent } from '../../audit/audit-event.js';
import type { AuditTrail } from '../../audit/audit-trail.js';
import type { ClientRecord, EndNews } from '../../model/client-record.js';
import type { PersonId, WorkspaceId } from '../../model/ids.js';
import type { Commit } from '../../store.js';
import type { ClientRecords } from '../client-records.js';
import { endAfterWarning, isTaken, LAST_WARNING, type Warning } from './end-plan.js';
import type { Sent } from './end-telling.js';
import type { Concerned } from './living-owners.js';

export interface NewsContext {
  readonly workspace: WorkspaceId;
  readonly records: ClientRecords;
  readonly now: () => Date;
  /** A message that has been on its way for so long may stand or not: nobody will say. */
  readonly sendingMs: number;
}

/** One message about an end, for everybody whom it concerns. */
export interface NewsForAll {
  /** The client as it is told of: where its end was moved, or it was closed, meanwhile, nobody else is told. */
  readonly of: ClientRecord;
  readonly about: EndNews['about'];
  readonly to: Concerned;
  readonly send: (person: PersonId) => Promise<Sent>;
}

/**
 * Sends each of them the message once, however many replicas there are. Resolves to whether somebody is still to be
 * told. One that a process died over is sent again only where it has to come; another one may stand.
 */
export async function tellAll(context: NewsContext, { of, about, to, send }: NewsForAll): Promise<boolean> {
  const { id } = of;
  const { workspace, records, now, sendingMs } = context;
  const hasToCome = about === LAST_WARNING.about || about === 'ended';
  let isLeft = false;
  for (const person of to.people) {
    const claimedAt = now().toISOString();
    let mine = false;
    const claimed = await records.change(workspace, id, (current) => {
      mine = false;
      if (!isSameEnd(current, of)) return undefined;
      const standing = newsOf(current, about, person);
      mine = standing === undefined || (hasToCome && isAbandoned(standing, now().getTime() - sendingMs));
      return mine
        ? withNews(current, { about, person, as: to.as, state: 'sending', at: claimedAt })
        : undefined;
    });
    if (!mine) {
      if (claimed === undefined || !isSameEnd(claimed, of)) return false;
      isLeft ||= hasToCome && newsOf(claimed, about, person)?.state === 'sending';
      continue;
    }
    const sent = await send(person);
    isLeft ||= sent === 'later';
    await records.change(workspace, id, (current) => {
      if (!isSameEnd(current, of)) return undefined;
      return sent === 'later'
        ? withoutNews(current, about, person)
        : withNews(current, { about, person, as: to.as, state: sent, at: now().toISOString() });
    });
  }
  return isLeft;
}

/** Whether nobody has moved the end since, or closed the client. */
export const isSameEnd = (one: ClientRecord, other: ClientRecord): boolean =>
  one.endsAt === other.endsAt && one.end?.setAt === other.end?.setAt && one.closed?.at === other.closed?.at;

const isAbandoned = ({ state, at }: EndNews, before: number): boolean =>
  state === 'sending' && Date.parse(at) <= before;

const newsOf = (
  record: ClientRecord | undefined,
  about: EndNews['about'],
  person: PersonId,
): EndNews | undefined => record?.end?.news.find((news) => news.about === about && news.person === person);

function withoutNews(record: ClientRecord, about: EndNews['about'], person: PersonId): ClientRecord {
  const { news = [], ...end } = record.end ?? {};
  const others = news.filter((one) => one.about !== about || one.person !== person);
  return { ...record, end: { ...end, news: others } };
}

function withNews(record: ClientRecord, news: EndNews): ClientRecord {
  const { end, ...rest } = withoutNews(record, news.about, news.person);
  return { ...rest, end: { ...end, news: [...(end?.news ?? []), news] } };
}

export interface BegunWarning {
  readonly record: ClientRecord;
  readonly warning: Warning;
  readonly again: boolean;
  /** In which the end is at midnight. */
  readonly zone: string;
}

export interface WarningContext extends NewsContext {
  readonly audit: AuditTrail;
  readonly reference: string;
}

/**
 * Notes that a warning begins, and moves the end where less time is left than it promises; one that was taken before
 * moves it only `again`. Resolves to the record as it stands then; `undefined` where the end was moved or the client
 * closed meanwhile.
 */
export async function beginWarning(
  { workspace, records, audit, now, reference }: WarningContext,
  { record, warning, again, zone }: BegunWarning,
): Promise<ClientRecord | undefined> {
  const { id, user, name, endsAt } = record;
  if (!again && isTaken(record, warning)) return record;
  let isBegun = false;
  const warned = (current: ClientRecord): ClientRecord | undefined => {
    isBegun = isSameEnd(current, record);
    if (!isBegun) return undefined;
    const moved = endAfterWarning(current, warning, { now: now(), zone });
    return { ...current, endsAt: moved, end: { news: [], ...current.end, warned: warning.days } };
  };
  const movedOnRecord = ({ endsAt: moved }: ClientRecord): Commit | undefined => {
    if (moved === endsAt) return undefined;
    const event: AuditEvent = {
      actor: 'bot',
      action: 'extend',
      target: { user, clientId: id, name, subject: `until ${moved}` },
      reason: 'warned-late',
      outcome: 'done',
      reference,
    };
    return (parts) => audit.appendWith(workspace, event, parts);
  };
  const begun = await records.change(workspace, id, warned, { known: record, commit: movedOnRecord });
  return isBegun ? begun : undefined;
}
