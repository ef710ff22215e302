import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Agenda, type AgendaEntry, AgendaKind, type TakenEntry } from '../../core/agenda/agenda.js';
import { WorkspaceId } from '../../core/model/ids.js';
import type { Commit, Part, Store } from '../../core/store.js';
import type { Backend } from '../backends/backend.js';
import { committing } from '../backends/commit.js';
import { createStore } from '../backends/store.js';
import { type SetAside, UnreadableRecord } from '../backends/unreadable-record.js';

export const StoredAgendaEntry = z.object({
  /** The lease token of the process that works on it. */
  token: z.uuid().optional(),
  failures: z.int().min(0).optional(),
});
export type StoredAgendaEntry = z.infer<typeof StoredAgendaEntry>;

export const AGENDA_PREFIX = 'agenda:';

/** Instants of one length sort as text, so the store's order is that of time. */
const keyOf = ({ due, kind, workspace, id }: AgendaEntry): string =>
  `${AGENDA_PREFIX}${due.toISOString()}:${kind}:${workspace}:${id}`;

/** The instant is the only part that holds colons, in front of what has none; an id may hold some. */
const KEY = /^agenda:(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z):([^:]+):([^:]+):(.+)$/u;

const Named = z.object({ kind: AgendaKind, workspace: WorkspaceId });

/**
 * Whether a key is of an entry that goes with its workspace. What follows the end of the workspace goes by itself,
 * once everything else is gone.
 */
export function goesWithWorkspace(key: string, workspace: WorkspaceId): boolean {
  const [, , kind, of] = KEY.exec(key) ?? [];
  return of === workspace && kind !== 'follow-uninstallation';
}

/** `undefined` for an entry of a kind that only another version knows. */
function entryOf(key: string): AgendaEntry | undefined {
  const [, due = '', kind, workspace, id = ''] = KEY.exec(key) ?? [];
  const known = Named.safeParse({ kind, workspace });
  return known.success ? { ...known.data, due: new Date(due), id } : undefined;
}

export interface AgendaParts {
  readonly entries: Store<StoredAgendaEntry>;
  readonly commit: Commit;
  /** The store's clock, in milliseconds of the epoch. */
  readonly storeNow: () => Promise<number>;
  /** This process's clock. */
  readonly now: () => Date;
  /** Told of entries that only another version can read: the others are due all the same. */
  readonly setAside?: SetAside | undefined;
}

/** Nothing is due by the store's clock that is further off than this by the process's. */
const CLOCKS_DIFFER_BY_MS = 10 * 60_000;

/** What an entry holds; an entry that nobody has taken, and that never failed, holds nothing. */
const storedOf = (token: string | undefined, failures: number): StoredAgendaEntry => ({
  ...(token !== undefined && { token }),
  ...(failures > 0 && { failures }),
});

/** The parts of batches that add entries to the agenda, or remove them. */
export function agendaEntries(backend: Backend): Pick<Agenda, 'adding' | 'removing'> {
  const { part } = createStore({ backend, schema: StoredAgendaEntry });
  return {
    adding: (entry) => part.put(keyOf(entry), {}),
    removing: (entry) => part.delete(keyOf(entry)),
  };
}

/** The agenda over a backend of records. Replicas go by the store's clock; where there are none, `now` serves. */
export function openAgenda(backend: Backend, now: () => Date): Agenda {
  return storedAgenda({
    entries: createStore({ backend, schema: StoredAgendaEntry }),
    commit: committing(backend),
    storeNow: () => (backend.shared ? backend.now() : Promise.resolve(now().getTime())),
    now,
    setAside: backend.setAside,
  });
}

/** The agenda over any store. Taking an entry moves it to the end of its lease, so what is due stands in front. */
export function storedAgenda({ entries, commit, storeNow, now, setAside }: AgendaParts): Agenda {
  const { part } = entries;

  /** Moves a standing entry to another instant; `undefined` where it does not stand as `before`. */
  const move = async (
    from: AgendaEntry,
    before: StoredAgendaEntry,
    to: Date,
    after: StoredAgendaEntry,
  ): Promise<AgendaEntry | undefined> => {
    const standing = part.expect(keyOf(from), before);
    for (let due = to; ; due = new Date(due.getTime() + 1)) {
      const moved = { ...from, due };
      // Another entry about the same thing may stand at that very instant: it is not to be lost with this one.
      const free = part.expect(keyOf(moved), undefined);
      const landed = await commit([standing, free, part.delete(keyOf(from)), part.put(keyOf(moved), after)]);
      if (landed.kind === 'done') return moved;
      if (free.standing(landed) === undefined || standing.standing(landed) === undefined) return undefined;
    }
  };

  /** Entries in their order, `limit` of those that this version can read. */
  async function* standing(limit: number, after: string | undefined) {
    let last = after;
    for (let left = limit; left > 0; ) {
      let [read, known] = [0, 0];
      const range = { limit: left, ...(last !== undefined && { after: last }) };
      for await (const [key, stored] of entries.scan(AGENDA_PREFIX, range)) {
        last = key;
        read += 1;
        const entry = entryOf(key);
        if (entry === undefined) {
          setAside?.(new UnreadableRecord(key, 'is no entry of the agenda that this version knows'));
        } else {
          known += 1;
          yield [entry, stored] as const;
        }
      }
      if (read < left) return;
      left -= known;
    }
  }

  const isAnythingDueBy = async (instant: number): Promise<boolean> => {
    for await (const [{ due }] of standing(1, undefined)) return due.getTime() <= instant;
    return false;
  };

  const own = ({ token, failures }: TakenEntry): StoredAgendaEntry => storedOf(token, failures);

  return {
    adding: (entry) => part.put(keyOf(entry), {}),
    removing: (entry) => part.delete(keyOf(entry)),

    async due(limit, after) {
      const found: [AgendaEntry, StoredAgendaEntry][] = [];
      const soon = now().getTime() + CLOCKS_DIFFER_BY_MS;
      // What is far from due needs no exact clock: an idle bot reads one entry, and asks for nothing more.
      if (after === undefined && !(await isAnythingDueBy(soon))) return [];
      for await (const [entry, stored] of standing(limit, after && keyOf(after))) {
        if (entry.due.getTime() > soon) break;
        found.push([entry, stored]);
      }
      if (found.length === 0) return [];
      const seenAt = new Date(await storeNow());
      return found
        .filter(([{ due }]) => due <= seenAt)
        .map(([entry, { token, failures = 0 }]) => ({ ...entry, seenAt, token, failures }));
    },

    async take(entry, leaseMs) {
      const { seenAt, token: before, failures, ...standing } = entry;
      const token = randomUUID();
      const until = new Date(seenAt.getTime() + leaseMs);
      const moved = await move(standing, storedOf(before, failures), until, storedOf(token, failures));
      return moved && { ...moved, token, failures };
    },

    async renew(taken, leaseMs) {
      const moved = await move(taken, own(taken), new Date((await storeNow()) + leaseMs), own(taken));
      return moved && { ...taken, ...moved };
    },

    async finish(taken, next, parts: readonly Part[] = []) {
      const { due: _, ...rest } = taken;
      const landed = await commit([
        part.expect(keyOf(taken), own(taken)),
        part.delete(keyOf(taken)),
        ...(next === undefined ? [] : [part.put(keyOf({ ...rest, due: next }), {})]),
        ...parts,
      ]);
      return landed.kind === 'done';
    },

    async putOff(taken, byMs) {
      await move(
        taken,
        own(taken),
        new Date((await storeNow()) + byMs),
        storedOf(undefined, taken.failures + 1),
      );
    },
  };
}
