import { waitForAll } from '../async/wait-for-all.js';
import type { PersonId, WorkspaceId } from '../model/ids.js';
import { Problem } from '../problem.js';
import { unlessProblem } from '../unless-problem.js';
import type { Policy } from './policy.js';

/** A slot of the hourly quota that was taken, or the moment at which one is free again. */
export type QuotaSlot =
  | { readonly kind: 'taken'; giveBack(): Promise<void> }
  | { readonly kind: 'none'; readonly freeAt: Date };

/** Limits how often something happens within any hour, exactly, across all processes. */
export interface HourlyQuota {
  take(workspace: WorkspaceId, act: Act, who: PersonId | 'everybody', limit: number): Promise<QuotaSlot>;
}

/** The acts that an hourly limit counts. */
export type Act = 'create' | 'delete' | 'request';

/** A workspace, with the hourly quota that counts its acts. */
export interface QuotaOwner {
  readonly workspace: WorkspaceId;
  readonly quota: HourlyQuota;
}

/**
 * Counts one act against the hourly limits of the person and of the workspace. Throws the `Problem` `too-often`,
 * which says when the next act is possible. Failed acts count as well: they load the API too.
 */
export async function takeFromQuota(
  { workspace, quota }: QuotaOwner,
  { actsPerHour }: Policy,
  person: PersonId,
  act: Act,
): Promise<void> {
  const taking = [
    quota.take(workspace, act, person, actsPerHour.person),
    quota.take(workspace, act, 'everybody', actsPerHour.workspace),
  ] as const;
  try {
    const [own, common] = await waitForAll(taking);
    if (own.kind === 'none' || common.kind === 'none') throw tooOften(act, actsPerHour, own, common);
  } catch (error) {
    const taken = (await Promise.allSettled(taking)).flatMap((one) =>
      one.status === 'fulfilled' && one.value.kind === 'taken' ? [one.value] : [],
    );
    // A slot that cannot be given back is free again after an hour. The first error is the one to report.
    await unlessProblem(waitForAll(taken.map((slot) => slot.giveBack())));
    throw error;
  }
}

function tooOften(
  act: Act,
  { person, workspace }: Policy['actsPerHour'],
  own: QuotaSlot,
  common: QuotaSlot,
): Problem {
  // When both limits are reached, the later time counts.
  if (own.kind === 'none' && !(common.kind === 'none' && common.freeAt > own.freeAt)) {
    return new Problem({ kind: 'too-often', act, whose: 'person', limit: person, possibleAt: own.freeAt });
  }
  if (common.kind !== 'none') throw new Error('both slots were taken');
  return new Problem({
    kind: 'too-often',
    act,
    whose: 'workspace',
    limit: workspace,
    possibleAt: common.freeAt,
  });
}
