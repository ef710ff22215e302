import { allSettled } from '../async/wait-for-all.js';
import type { PersonId, WorkspaceId } from '../model/api-client.js';
import type { Policy } from '../rights/policy.js';
import type { ClientRecords } from './client-records.js';
import type { Places, Turn, Turns } from '../rights/hourly-quota.js';
import { orNothing } from '../unless-problem.js';
import { Problem } from '../problem.js';

export interface Limiting {
  readonly workspace: WorkspaceId;
  readonly turns: Turns;
  readonly places: Places;
  readonly records: ClientRecords;
}

/** Of what there may be only so much within an hour. */
export type Act = 'create' | 'delete' | 'request';

/**
 * Takes one of the hour's turns, the person's and the workspace's; throws a `Problem` that says when there is
 * one again. A turn is spent whatever becomes of the act: a failed attempt loads the API as well.
 */
export async function takeTurn(
  { workspace, turns }: Pick<Limiting, 'workspace' | 'turns'>,
  { actsPerHour }: Policy,
  person: PersonId,
  act: Act,
): Promise<void> {
  const taking = [
    turns.take(workspace, act, person, actsPerHour.person),
    turns.take(workspace, act, 'everybody', actsPerHour.workspace),
  ] as const;
  try {
    const [own, common] = await allSettled(taking);
    if (own.kind === 'none' || common.kind === 'none') throw tooOften(act, actsPerHour, own, common);
  } catch (error) {
    const taken = (await Promise.allSettled(taking)).flatMap((one) =>
      one.status === 'fulfilled' && one.value.kind === 'taken' ? [one.value] : [],
    );
    // One that cannot be given back is free again after its hour: what was wrong is what is told.
    await orNothing(allSettled(taken.map((turn) => turn.giveBack())));
    throw error;
  }
}

function tooOften(act: Act, { person, workspace }: Policy['actsPerHour'], own: Turn, common: Turn): Problem {
  // Of two limits the later one counts.
  if (own.kind === 'none' && !(common.kind === 'none' && common.freeAt > own.freeAt)) {
    return new Problem({ kind: 'too-often', act, whose: 'person', limit: person, possibleAt: own.freeAt });
  }
  if (common.kind !== 'none') throw new Error('both turns were taken');
  return new Problem({
    kind: 'too-often',
    act,
    whose: 'workspace',
    limit: workspace,
    possibleAt: common.freeAt,
  });
}

/** Throws a `Problem` for whoever has as many API clients as the policy lets one person have. */
export async function checkRoom(
  limiting: Limiting,
  { clientsPerPerson: limit }: Policy,
  person: PersonId,
): Promise<void> {
  if (limit !== undefined && (await clientsOf(limiting, person)) >= limit) {
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
    const room = limit - (await clientsOf(limiting, person));
    return underWay < room;
  });
  if (leave === undefined) throw new Problem({ kind: 'too-many-clients', limit });
  try {
    return await work();
  } finally {
    // What was made is made: a place that cannot be given back now is free by itself soon.
    await orNothing(leave());
  }
}

/** Open ones that the person made or owns: handing them to a team makes no room. */
async function clientsOf({ workspace, records }: Limiting, person: PersonId): Promise<number> {
  return (await records.ofWorkspace(workspace)).filter(
    ({ closed, requester, owner }) =>
      closed === undefined && (requester === person || (owner.kind === 'person' && owner.id === person)),
  ).length;
}
