import type { PersonId, WorkspaceId } from '../model/ids.js';
import type { Policy } from '../rights/policy.js';
import type { ClientRecords } from './client-records.js';
import type { Places } from './places.js';
import { unlessProblem } from '../unless-problem.js';
import { Problem } from '../problem.js';

export interface Limiting {
  readonly workspace: WorkspaceId;
  readonly places: Places;
  readonly records: ClientRecords;
}

/** Throws a `Problem` for whoever has as many API clients as the policy lets one person have. */
export async function checkRoom(
  limiting: Limiting,
  { clientsPerPerson: limit }: Policy,
  person: PersonId,
): Promise<void> {
  if (limit !== undefined && (await clientsOf(limiting, person, limit)) >= limit) {
    throw new Problem({ kind: 'too-many-clients', limit });
  }
}

/**
 * Makes one more API client for a person, if there is room for it. Creates that are under way count, so that
 * several at once, in whichever processes, do not all find the last place free.
 */
export async function withRoom<Result>(
  limiting: Limiting,
  { clientsPerPerson: limit }: Policy,
  person: PersonId,
  work: () => Promise<Result>,
): Promise<Result> {
  if (limit === undefined) return work();
  const { workspace, places } = limiting;
  // Counted between looking at the places and taking one: a client that was made meanwhile gives its place
  // back only once it is recorded, and then this place is not taken without counting anew.
  const leave = await places.take(workspace, person, async (underWay) => {
    const room = limit - (await clientsOf(limiting, person, limit));
    return underWay < room;
  });
  if (leave === undefined) throw new Problem({ kind: 'too-many-clients', limit });
  try {
    return await work();
  } finally {
    // What was made is made: a place that cannot be given back now is free by itself soon.
    await unlessProblem(leave());
  }
}

/** Open ones that the person made or owns: handing them to a team makes no room. From `most` on, that many or more. */
async function clientsOf({ workspace, records }: Limiting, person: PersonId, most: number): Promise<number> {
  const [owned, made] = await Promise.all([
    records.ofOwner(workspace, { kind: 'person', id: person }, most),
    records.ofRequester(workspace, person, most),
  ]);
  return new Set([...owned.map(({ id }) => id), ...made]).size;
}
