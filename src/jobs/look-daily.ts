import { isTimeToTell, nextLookAt } from '../core/attention/look-time.js';
import type { Looked } from '../core/attention/look-at-workspace.js';
import type { Looks, LookState } from '../core/attention/looks.js';
import type { Digest } from '../core/attention/tell-findings.js';
import type { WorkspaceId } from '../core/model/ids.js';
import type { Problem } from '../core/problem.js';
import { HOUR_MS } from '../core/model/durations.js';

/** What could not be looked at is looked at again after this long. */
const LOOK_AGAIN_AFTER_MS = HOUR_MS;
/** What Slack did not take is said again after this long. */
const TELL_AGAIN_AFTER_MS = 60_000;

export interface LookingDaily {
  readonly workspace: WorkspaceId;
  readonly looks: Looks;
  readonly now: () => Date;
  readonly newId: () => string;
  /** The time zone of who installed the app, or set it up. */
  readonly zone: () => Promise<string>;
  readonly look: (state: LookState) => Promise<Looked>;
  readonly tell: (digest: Digest) => Promise<boolean>;
  /** Hears why a part could not be looked at. */
  readonly notLooked: (problem: Problem) => void;
}

/**
 * Looks at a workspace at 09:00 of each working day, and tells people what is new. What was begun by a process that
 * died is brought to its end, and nothing is told twice. Resolves to when there is something to do again.
 */
export async function lookDaily(looking: LookingDaily): Promise<Date | undefined> {
  const { workspace, looks, now, newId, look, tell, notLooked } = looking;
  const found = await looks.find(workspace);
  if (found === undefined) return undefined;
  const zone = await looking.zone();
  const next = nextLookAt(now(), zone);
  let state = found;
  if (state.digest === undefined) {
    const planned = state.next === undefined ? nextLookAt(new Date(state.since), zone) : new Date(state.next);
    if (planned > now()) return planned;
    // The bot was away, and it is night or the weekend now.
    if (!isTimeToTell(now(), zone)) return plan(looking, state, next);
    const { state: after, isWhole, problems } = await look(state);
    problems.forEach(notLooked);
    const again = new Date(now().getTime() + LOOK_AGAIN_AFTER_MS);
    const digest = { id: newId(), at: now().toISOString() };
    const isAgain = !isWhole && again < next && isTimeToTell(again, zone);
    const looked = { since: state.since, ...after, next: (isAgain ? again : next).toISOString(), digest };
    if (!(await looks.replace(workspace, state, looked))) return soon(now());
    state = looked;
  }
  const { digest, ...told } = state;
  if (digest !== undefined && !(await tell({ id: digest.id, at: new Date(digest.at) }))) return soon(now());
  if (!(await looks.replace(workspace, state, told))) return soon(now());
  return told.next === undefined ? next : new Date(told.next);
}

const soon = (now: Date): Date => new Date(now.getTime() + TELL_AGAIN_AFTER_MS);

async function plan({ workspace, looks, now }: LookingDaily, state: LookState, next: Date): Promise<Date> {
  const planned = { ...state, next: next.toISOString() };
  return (await looks.replace(workspace, state, planned)) ? next : soon(now());
}
