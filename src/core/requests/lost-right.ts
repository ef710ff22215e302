import type { PersonId } from '../model/ids.js';
import { decideNow, type RightsContext } from '../rights/decide-now.js';
import type { ClientRequest } from './request.js';

/** The people among these who may not decide the request any more. Rejects where that cannot be learned. */
export async function lostTheRight(
  context: RightsContext,
  { requester }: ClientRequest,
  people: readonly PersonId[],
): Promise<readonly PersonId[]> {
  const target = { requester };
  const decisions = await Promise.all(
    people.map(async (person) => decideNow(context, { person, action: 'decide-request', target })),
  );
  return people.filter((_, index) => decisions[index]?.decision.kind !== 'allow');
}
