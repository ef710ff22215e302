import type { ClientRecord } from '../../model/client-record.js';
import type { ClientId, PersonId, WorkspaceId } from '../../model/ids.js';
import type { Policy } from '../../rights/policy.js';
import type { ClientRecords } from '../client-records.js';
import type { Places } from './places.js';
import { Problem } from '../../problem.js';
import { unlessProblem } from '../../unless-problem.js';

export interface Limiting {
  readonly workspace: WorkspaceId;
  readonly places: Places;
  readonly records: ClientRecords;
}

/** Throws a `Problem` for a person who has as many API clients as the policy lets one person have. */
export async function checkRoom(
  limiting: Limiting,
  { policy: { clientsPerPerson: limit }, person, inPlaceOf }: PlaceWanted,
): Promise<void> {
  if (limit !== undefined && (await clientsOf(limiting, person, { most: limit, inPlaceOf })) >= limit) {
    throw new Problem({ kind: 'too-many-clients', limit });
  }
}

/** One more API client of a person. */
export interface PlaceWanted {
  readonly policy: Policy;
  readonly person: PersonId;
  /** The client that goes in its place does not count. */
  readonly inPlaceOf?: ClientId | undefined;
}

/**
 * Takes a place for one more API client; throws a `Problem` where there is no room. Creates that are under way count,
 * so that several at once, in whichever processes, do not all find the last place free. Resolves to what gives the
 * place back once the client is recorded, or is not made.
 */
export async function takePlace(
  limiting: Limiting,
  { policy: { clientsPerPerson: limit }, person, inPlaceOf }: PlaceWanted,
): Promise<() => Promise<void>> {
  if (limit === undefined) return () => Promise.resolve();
  const { workspace, places } = limiting;
  // Counted between looking at the places and taking one: a client that was made meanwhile gives its place
  // back only once it is recorded, and then this place is not taken without counting again.
  const leave = await places.take(workspace, person, async (underWay) => {
    const room = limit - (await clientsOf(limiting, person, { most: limit, inPlaceOf }));
    return underWay < room;
  });
  if (leave === undefined) throw new Problem({ kind: 'too-many-clients', limit });
  // What was made is made: a place that cannot be given back now is free by itself soon.
  return () => unlessProblem(leave());
}

/**
 * Open ones that the person made or owns: handing them to a team makes no room. From `most` on, that many or more. The
 * one in whose place another goes does not count, nor does one that is used beside its successor.
 */
async function clientsOf(
  limiting: Limiting,
  person: PersonId,
  { most, inPlaceOf }: { readonly most: number; readonly inPlaceOf?: ClientId | undefined },
): Promise<number> {
  const some = await idsOf(limiting, person, { atMost: most + 1, inPlaceOf });
  if (some.length < most) return some.length;
  // Of this many clients at least half count, whatever succeeds what.
  const more = await idsOf(limiting, person, { atMost: 2 * most + 1, inPlaceOf });
  if (more.length >= 2 * most) return most;
  const { workspace, records } = limiting;
  return countedOf((await records.findAll(workspace, more)).filter((record) => record !== undefined));
}

async function idsOf(
  { workspace, records }: Limiting,
  person: PersonId,
  { atMost, inPlaceOf }: { readonly atMost: number; readonly inPlaceOf: ClientId | undefined },
): Promise<readonly ClientId[]> {
  const [owned, made] = await Promise.all([
    records.ofOwner(workspace, { kind: 'person', id: person }, atMost),
    records.ofRequester(workspace, person, atMost),
  ]);
  return [...new Set([...owned.map(({ id }) => id), ...made])].filter((id) => id !== inPlaceOf);
}

/** A client and the one that succeeds it count once; of a longer row that is rotated on and on, one is spared. */
function countedOf(records: readonly ClientRecord[]): number {
  const byId = new Map(records.map((record) => [record.id, record]));
  const nextOf = ({ successor }: ClientRecord): ClientRecord | undefined =>
    successor === undefined ? undefined : byId.get(successor);
  return records.filter((record) => {
    const next = nextOf(record);
    return next === undefined || nextOf(next) !== undefined;
  }).length;
}
