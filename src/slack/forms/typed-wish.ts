import type { AlphausUserName, ClientName } from '../../core/model/api-client.js';
import type { Owner, Purpose } from '../../core/model/client-record.js';
import { userNamed, type UsersTold } from '../../core/connection/connection.js';
import { Problem, type ProblemFacts } from '../../core/problem.js';
import { parseArguments, withoutMentions } from '../call/arguments.js';
import type { Call } from '../call/call.js';
import type { PersonId } from '../../core/model/ids.js';
import { mentionOf, readPerson } from '../people/mentions.js';
import type { Group } from '../people/people.js';
import { endAfterDays, lastDayBefore } from '../../core/model/until.js';
import { suggestedLifeDays } from '../../core/rights/client-life.js';
import { readEnd, readName, readPurpose } from './validation.js';
import { OWNER_ME } from './owner-input.js';

/** What was typed of a client so far; `user` and `owner` as they were typed. */
export interface Typed {
  readonly name?: ClientName | undefined;
  readonly purpose?: Purpose | undefined;
  readonly user?: string | undefined;
  readonly owner?: string | undefined;
  readonly until?: string | undefined;
  /** The person for whom the client is prepared. */
  readonly for?: PersonId | undefined;
  /** A name behind the flags may be the rest of a purpose without quotes: the person looks at it first. */
  readonly isDoubtful?: boolean;
}

/** Reads `[name] [--user U] [--purpose "…"] [--owner @group] [--until DATE]`, and `[--for @person]` where somebody creates. */
export function readTyped(text: string, outcome: 'create' | 'request'): Typed {
  const read = parseArguments(text, {
    user: 'value',
    purpose: 'value',
    owner: 'value',
    until: 'value',
    ...(outcome === 'create' && { for: 'value' }),
  });
  const name =
    read.positional.length === 0 ? undefined : readName(withoutMentions(read.positional.join(' ')));
  const purposeTyped = read.flags.get('purpose');
  const purpose = purposeTyped === undefined ? undefined : readPurpose(withoutMentions(purposeTyped));
  const [stray] = read.behindFlags;
  if (stray !== undefined && read.behindFlags.length < read.positional.length) {
    throw new Problem({ kind: 'unexpected-argument', argument: stray });
  }
  return {
    name,
    purpose,
    user: read.flags.get('user'),
    owner: read.flags.get('owner'),
    until: read.flags.get('until'),
    for: recipientTyped(read.flags.get('for')),
    isDoubtful: stray !== undefined,
  };
}

function recipientTyped(text: string | undefined): PersonId | undefined {
  if (text === undefined) return undefined;
  const person = readPerson(text);
  if (person === undefined) throw new Problem({ kind: 'recipient-invalid', standing: undefined });
  return person;
}

/** `me`, a mention of the person, or a group that the person is in, mentioned or by its handle. */
export function readOwner(
  { person }: Pick<Call, 'person'>,
  text: string | undefined,
  groups: readonly Group[],
  unlessIn: (person: PersonId) => ProblemFacts = () => ({ kind: 'owner-invalid' }),
): Owner {
  if (text === undefined || text === OWNER_ME || readPerson(text) === person) {
    return { kind: 'person', id: person };
  }
  const id = /^<!subteam\^([\w-]+)(\|[^>]*)?>$/.exec(text)?.[1];
  const handle = text.replace(/^@/, '').toLowerCase();
  const group = groups.find((one) => one.id === id || one.handle.toLowerCase() === handle);
  if (group === undefined) throw new Problem(unlessIn(person));
  return { kind: 'group', id: group.id };
}

/** The owner that was typed, of a client for oneself or for somebody else: then the user groups are theirs. */
export function readOwnerFor(call: Call, typed: Typed, groups: readonly Group[]): Owner {
  if (typed.for === undefined) return readOwner(call, typed.owner, groups);
  return readOwner({ person: typed.for }, typed.owner, groups, (recipient) => ({
    kind: 'recipient-not-in-group',
    recipient,
  }));
}

/** An owner as somebody would type it: nobody types that they own what they create. */
export const ownerTyped = (owner: Owner): string | undefined =>
  owner.kind === 'person' ? undefined : mentionOf(owner);

/** When a client ends, if it does; `'missing'` where the policy asks for an end that it has no default for. */
export type EndTyped = { readonly endsAt?: string } | 'missing';

/** When a client ends that somebody types, by what they typed or by the policy. */
export async function endTyped(call: Call, until: string | undefined): Promise<EndTyped> {
  const { workspace, people, now } = call.services;
  const { policy } = await call.acting.rules.of(workspace);
  if (until === undefined && policy.defaultLifeDays === undefined) {
    return policy.longestLifeDays === undefined ? {} : 'missing';
  }
  const whence = { now: now(), zone: await people.zoneOf(call.person) };
  const end =
    until === undefined ? endAfterDays(suggestedLifeDays(policy) ?? 0, whence) : readEnd(until, whence);
  return { endsAt: end.toISOString() };
}

/** An end as somebody would type it. */
export async function untilTyped(call: Call, endsAt: string | undefined): Promise<string | undefined> {
  if (endsAt === undefined) return undefined;
  return lastDayBefore(new Date(endsAt), await call.services.people.zoneOf(call.person));
}

/** The user that was named, or the only one that there is. */
export function pickUser(told: UsersTold, named: string | undefined): AlphausUserName | undefined {
  const { users, away } = told;
  if (named === undefined) return users.length === 1 && away.length === 0 ? users[0]?.name : undefined;
  const user = userNamed(told, named);
  if (user === undefined) throw new Problem({ kind: 'alphaus-user-unknown', user: named });
  return user;
}
