import { randomUUID } from 'node:crypto';
import type { DeleteIntent, Intent, IssueIntent, Offer } from '../../core/intents/intent.js';
import type { Intents, NewIntent } from '../../core/intents/intents.js';
import type { Store } from '../../core/store.js';
import { Problem } from '../../core/problem.js';

const OFFERS_LIVE_MS = 30 * 24 * 3_600_000;

export interface IntentStores {
  readonly intents: Store<Intent>;
  readonly offers: Store<Offer>;
  /** This process. */
  readonly process: string;
  readonly isAlive: (process: string) => Promise<boolean>;
  readonly now: () => Date;
}

const keyOf = ({ workspace, id }: Pick<Intent, 'workspace' | 'id'>): string => `intent:${workspace}:${id}`;
const offerKeyOf = (workspace: string, id: string): string => `offer:${workspace}:${id}`;

/** Intents over any store. */
export function storedIntents({ intents, offers, process, isAlive, now }: IntentStores): Intents {
  const underWay = new Set<string>();
  const told = new Set<string>();
  /** Settled, and the store did not take that: not to be found open again. */
  const toRemove = new Set<string>();

  function prepare(intent: NewIntent<IssueIntent>): IssueIntent;
  function prepare(intent: NewIntent<DeleteIntent>): DeleteIntent;
  function prepare(intent: NewIntent<IssueIntent> | NewIntent<DeleteIntent>): Intent {
    const prepared = {
      ...intent,
      version: 1 as const,
      id: randomUUID(),
      process,
      begunAt: now().toISOString(),
    };
    underWay.add(prepared.id);
    return prepared;
  }

  const remove = async (key: string): Promise<void> => {
    try {
      await intents.delete(key);
      toRemove.delete(key);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      toRemove.add(key);
    }
  };

  const changed = async <Kind extends Intent>(intent: Kind, next: Kind): Promise<Kind | undefined> =>
    (await intents.replace(keyOf(intent), intent, next)) ? next : undefined;

  return {
    prepare,

    async begin(intent) {
      if (!(await intents.putIfAbsent(keyOf(intent), intent))) throw new Error('an intent’s id was taken');
    },

    advance: (intent, stage) => changed(intent, { ...intent, stage }),

    noteAccountGoneTold: (intent) => changed(intent, { ...intent, accountGoneToldAt: now().toISOString() }),

    told: ({ id }) => void told.add(id),
    wasTold: ({ id }) => told.has(id),

    settle(intent) {
      underWay.delete(intent.id);
      told.delete(intent.id);
      return remove(keyOf(intent));
    },

    leave(intent) {
      underWay.delete(intent.id);
    },

    async takeOver(intent) {
      const taken = { ...intent, process };
      if (!(await intents.replace(keyOf(intent), intent, taken))) return undefined;
      underWay.add(intent.id);
      return taken;
    },

    async isUnderWay(intent) {
      return intent.process === process ? underWay.has(intent.id) : isAlive(intent.process);
    },

    async *open() {
      // What is not removed now comes back into the set, for the next time.
      const again = [...toRemove];
      for (const key of again) await remove(key);
      for await (const [key, intent] of intents.scan('intent:')) {
        if (!toRemove.has(key)) yield intent;
      }
    },

    offer: (offer) => offers.put(offerKeyOf(offer.workspace, offer.id), offer, OFFERS_LIVE_MS),
    findOffer: (workspace, id) => offers.get(offerKeyOf(workspace, id)),
  };
}
