import type { ClientId, PersonId, WorkspaceId } from '../model/ids.js';
import type { Policy } from '../rights/policy.js';
import type { ClientRecords } from './client-records.js';
import type { Places } from './places.js';
import { Problem } from '../problem.js';
import { unlessProblem } from '../unless-problem.js';

export interface Limiting {
  readonly workspace: WorkspaceId;
  readonly places: Places;
  readonly records: ClientRecords;
}

/** Throws a `Problem` for a person who has as many API clients as the policy lets one person have. */
export async function checkRoom(
  limiting: Limiting,
  { clientsPerPerson: limit }: Policy,
  person: PersonId,
): Promise<void> {
  if (limit !== undefined && (await clientsOf(limiting, person, { most: limit })) >= limit) {
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
 * one in whose place another goes does not count.
 */
async function clientsOf(
  { workspace, records }: Limiting,
  person: PersonId,
  { most, inPlaceOf }: { readonly most: number; readonly inPlaceOf?: ClientId | undefined },
): Promise<number> {
  const atMost = inPlaceOf === undefined ? most : most + 1;
  const [owned, made] = await Promise.all([
    records.ofOwner(workspace, { kind: 'person', id: person }, atMost),
    records.ofRequester(workspace, person, atMost),
  ]);
  return new Set([...owned.map(({ id }) => id), ...made].filter((id) => id !== inPlaceOf)).size;
}
