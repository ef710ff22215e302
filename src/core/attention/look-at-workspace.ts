import { Problem } from '../problem.js';
import { lookAtClients } from './look-at-clients.js';
import { lookForEnding, lookForStale } from './look-at-lives.js';
import { lookAtOwners } from './look-at-owners.js';
import type { LookContext } from './look-context.js';
import type { LookState } from './looks.js';

export interface Looked {
  /** What the next look begins with. */
  readonly state: Pick<LookState, 'lookedAt' | 'confirmedUpTo'>;
  /** Whether everything could be looked at. */
  readonly isWhole: boolean;
  /** What kept a part of it from being looked at. */
  readonly problems: readonly Problem[];
}

/**
 * Looks for what needs attention in a workspace, and notes it. What cannot be looked at, as the API or Slack is away,
 * does not keep the rest from being found. Safe to repeat, also by several processes at once.
 */
export async function lookAtWorkspace(
  context: LookContext,
  { lookedAt, confirmedUpTo }: Pick<LookState, 'lookedAt' | 'confirmedUpTo'>,
): Promise<Looked> {
  const { workspace, findings, now } = context;
  const at = now();
  const problems: Problem[] = [];
  const unlessAway = async (look: () => Promise<boolean | undefined>): Promise<boolean> => {
    try {
      return (await look()) !== false;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      problems.push(error);
      return false;
    }
  };
  await findings.wake(workspace, at);
  const since = lookedAt === undefined ? undefined : new Date(lookedAt);
  const sawAll = await unlessAway(() => lookAtClients(context, since));
  const sawOwners = await unlessAway(async () => {
    await lookAtOwners(context);
    return true;
  });
  await lookForEnding(context);
  const stale = await lookForStale(
    context,
    confirmedUpTo === undefined ? undefined : new Date(confirmedUpTo),
  );
  return {
    state: {
      ...(sawAll ? { lookedAt: at.toISOString() } : lookedAt !== undefined && { lookedAt }),
      confirmedUpTo: stale.toISOString(),
    },
    isWhole: sawAll && sawOwners,
    problems,
  };
}
