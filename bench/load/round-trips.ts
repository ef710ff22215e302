import type { Arrival } from '../outside/gate.js';
import { Handovers } from '../outside/handovers.js';
import { type Outside, type OutsideOptions, startOutside } from '../outside/outside.js';
import { actOperations } from '../programs/act-operations.js';
import type { Program } from '../programs/program.js';
import { roundTripsInSequence, type StoreOperation } from '../programs/watched-store.js';
import type { Creating } from './creating.js';

const QUIET_MS = 250;
/** Three for each person: the bot then knows who they are. */
const WARM_UP = 12;

const inEpoch = ({ at }: Arrival): number => performance.timeOrigin + at;

/** When the API was asked to create, and when the secret was at Slack, in milliseconds of the epoch. */
export class Moments {
  asked = 0;
  secret = 0;

  /** For the gates. */
  readonly slackArrived = (call: Arrival): void => {
    if (call.path.endsWith('/chat.postEphemeral')) this.secret = inEpoch(call);
  };
  readonly apiAnswered = (call: Arrival): void => {
    if (call.body.includes('"name"')) this.asked = inEpoch(call);
  };
}

export interface OutsideOfCreates {
  readonly outside: Outside;
  readonly handovers: Handovers;
  readonly moments: Moments;
}

/** An outside that knows when each create was asked for, and when its secret came. */
export async function startOutsideOfCreates(options: OutsideOptions): Promise<OutsideOfCreates> {
  const handovers = new Handovers();
  const moments = new Moments();
  const outside = await startOutside({
    ...options,
    slackArrived(call) {
      handovers.slackArrived(call);
      moments.slackArrived(call);
    },
    apiAnswered(call, answer) {
      handovers.apiAnswered(call, answer);
      moments.apiAnswered(call);
    },
  });
  return { outside, handovers, moments };
}

/** The round trips in sequence of each create: until the API is asked, until the secret goes out, and after it. */
export interface RoundTrips {
  readonly before: readonly number[];
  readonly secret: readonly number[];
  readonly after: readonly number[];
  /** Operations, side by side or not. */
  readonly all: readonly number[];
  /** Kilobytes of keys and texts. */
  readonly size: readonly number[];
}

interface Counting {
  /** A counted one. */
  readonly bot: Program;
  readonly creating: Creating;
  readonly moments: Moments;
  readonly times: number;
  /** What counts as a round trip, if not every operation. */
  readonly isTrip?: (operation: StoreOperation) => boolean;
}

/** Counts what creates ask of their store, one by one. */
export async function roundTripsOf(
  { slack }: Outside,
  { bot, creating, moments, times, isTrip = () => true }: Counting,
): Promise<RoundTrips> {
  // What is known then of each person is asked before they act.
  await creating.oneByOne(bot, Math.min(times, WARM_UP));
  const each: StoreOperation[][] = [];
  const counts: Record<'before' | 'secret' | 'after', number[]> = { before: [], secret: [], after: [] };
  for (let time = 0; time < times; time += 1) {
    await slack.settled(QUIET_MS);
    await actOperations(bot);
    await creating.oneByOne(bot, 1);
    const operations = await actOperations(bot);
    each.push([...operations]);
    const between = (from: number, to: number): number =>
      roundTripsInSequence(operations.filter((one) => one.to > from && one.to <= to && isTrip(one)));
    counts.before.push(between(0, moments.asked));
    counts.secret.push(between(moments.asked, moments.secret));
    counts.after.push(between(moments.secret, Number.POSITIVE_INFINITY));
  }
  return {
    ...counts,
    all: each.map((operations) => operations.length),
    size: each.map((operations) => operations.reduce((sum, { size }) => sum + size, 0) / 1024),
  };
}
