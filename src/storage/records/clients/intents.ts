import { randomUUID } from 'node:crypto';
import { type DeleteIntent, Intent, type IssueIntent, Offer } from '../../../core/intents/intent.js';
import type { Intents, NewIntent } from '../../../core/intents/intents.js';
import type { AgendaEntry } from '../../../core/agenda/agenda.js';
import { type Owner, ReceiptPlace } from '../../../core/model/client-record.js';
import type { Part } from '../../../core/store.js';
import { unlessProblem } from '../../../core/unless-problem.js';
import type { Backend } from '../../backends/backend.js';
import { committing } from '../../backends/commit.js';
import { createStore } from '../../backends/store.js';
import { agendaEntries } from '../agenda.js';
import { WorkspaceId } from '../../../core/model/ids.js';
import { Problem } from '../../../core/problem.js';
import { DAY_MS } from '../../../core/model/durations.js';

/** Longer than an intent waits for its account. */
const ANNOUNCED_FOR_MS = 30 * DAY_MS;
const OFFERS_LIVE_MS = 30 * DAY_MS;

export interface IntentParts {
  readonly backend: Backend;
  /** What is still open so long after its begin is looked at. */
  readonly lookAfterMs: number;
  /** This process. */
  readonly process: string;
  readonly isAlive: (process: string) => Promise<boolean>;
  readonly now: () => Date;
}

const keyOf = ({ workspace, id }: Pick<Intent, 'workspace' | 'id'>): string => `intent:${workspace}:${id}`;
const announcedKeyOf = ({ workspace, id }: Pick<Intent, 'workspace' | 'id'>): string =>
  `announced:${workspace}:${id}`;
const offerKeyOf = (workspace: string, id: string): string => `offer:${workspace}:${id}`;

const ownedBy = <Kind extends Intent>(intent: Kind, owner: Owner | undefined): Kind =>
  owner !== undefined && 'wish' in intent ? { ...intent, wish: { ...intent.wish, owner } } : intent;

/** Intents over any store. */
export function storedIntents(parts: IntentParts): Intents {
  const { backend, process, isAlive, now } = parts;
  const intents = createStore({ backend, schema: Intent });
  const announced = createStore({ backend, schema: ReceiptPlace });
  const offers = createStore({ backend, schema: Offer });
  const commit = committing(backend);
  const agenda = agendaEntries(backend);
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

  const firstLook = ({ workspace, id, begunAt }: Intent): AgendaEntry => ({
    due: new Date(Date.parse(begunAt) + parts.lookAfterMs),
    kind: 'settle-intent',
    workspace,
    id,
  });

  const ending = (intent: Intent): readonly Part[] => [
    intents.part.delete(keyOf(intent)),
    ...(intent.kind === 'delete' ? [] : [announced.part.delete(announcedKeyOf(intent))]),
    agenda.removing(firstLook(intent)),
  ];

  const remove = async (key: string, parts: readonly Part[], land = commit): Promise<void> => {
    await land(parts);
    toRemove.delete(key);
  };

  const removeAtLast: typeof remove = async (key, parts, land) => {
    try {
      await remove(key, parts, land);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      toRemove.add(key);
    }
  };

  const forget = ({ id }: Intent): void => {
    underWay.delete(id);
    told.delete(id);
  };

  const changed = async <Kind extends Intent>(
    intent: Kind,
    next: Kind,
    { commit: land = commit, also = [] }: Parameters<Intents['advance']>[2] = {},
  ): Promise<Kind | undefined> => {
    const { part } = intents;
    const key = keyOf(intent);
    const landed = await land([part.expect(key, intent), part.put(key, next), ...also]);
    return landed.kind === 'done' ? next : undefined;
  };

  return {
    prepare,

    beginning(intent) {
      const { part } = intents;
      const key = keyOf(intent);
      return [part.expect(key, undefined), part.put(key, intent), agenda.adding(firstLook(intent))];
    },

    ending,

    advance: (intent, stage, together) =>
      changed(intent, ownedBy({ ...intent, stage }, together?.owner), together),

    noteRecorded: (intent, recorded, land) => changed(intent, { ...intent, recorded }, { commit: land }),

    noteAccountGoneTold: (intent) => changed(intent, { ...intent, accountGoneToldAt: now().toISOString() }),

    noteFailing: (intent, days) => changed(intent, { ...intent, failing: { days, at: now().toISOString() } }),

    told: ({ id }) => void told.add(id),
    wasTold: ({ id }) => told.has(id),

    settle(intent, land) {
      forget(intent);
      return removeAtLast(keyOf(intent), ending(intent), land);
    },

    async settleWith(intent, land) {
      await remove(keyOf(intent), ending(intent), land);
      forget(intent);
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

    async find(workspace, id) {
      const key = keyOf({ workspace, id });
      // The store did not take its removal before: it may do so now.
      if (toRemove.has(key)) await removeAtLast(key, [intents.part.delete(key)]);
      return toRemove.has(key) ? undefined : intents.get(key);
    },

    async lookAtOpen() {
      for await (const key of intents.keys('intent:')) {
        const [, workspace, id = ''] = key.split(':');
        const entry = {
          due: now(),
          kind: 'settle-intent',
          workspace: WorkspaceId.parse(workspace),
          id,
        } as const;
        await commit([agenda.adding(entry)]);
      }
    },

    async *openIn(workspace) {
      for await (const [key, intent] of intents.scan(`intent:${workspace}:`)) {
        if (!toRemove.has(key)) yield intent;
      }
    },

    async noteAnnounced(intent, place) {
      await unlessProblem(announced.put(announcedKeyOf(intent), place, ANNOUNCED_FOR_MS));
    },
    async forgetAnnounced(intent) {
      await unlessProblem(commit([announced.part.delete(announcedKeyOf(intent))]));
    },
    announcedAt: (intent) => announced.get(announcedKeyOf(intent)),

    offer: (offer) => offers.put(offerKeyOf(offer.workspace, offer.id), offer, OFFERS_LIVE_MS),
    findOffer: (workspace, id) => offers.get(offerKeyOf(workspace, id)),
  };
}
