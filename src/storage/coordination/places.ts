import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Store } from '../../core/store.js';
import type { Places } from '../../core/clients/issuing/places.js';

/** Longer than a create takes with all its waiting: after it, the place of a process that died is free. */
const PLACE_LIVES_MS = 120_000;

/**
 * The places that are held, each with the moment at which it is given up by itself. With every change `changes` goes
 * up: one who counted clients before a place was taken and given back must not find everything as it was.
 */
export const StoredPlaces = z.object({
  held: z.record(z.uuid(), z.number()),
  changes: z.number().int().min(0).default(0),
});
export type StoredPlaces = z.infer<typeof StoredPlaces>;

/** So long, all in all, a create waits for others of the same person to say whether there is room. */
const LOOKS_AT_MOST = 20;
const LOOK_AGAIN_AFTER_MS = 50;

/** Places over any store: one record a person, changed by compare-and-set. */
export function places(store: Store<StoredPlaces>, now: () => Date): Places {
  const swap = (key: string, before: StoredPlaces | undefined, held: StoredPlaces['held']) =>
    before === undefined
      ? store.putIfAbsent(key, { held, changes: 0 }, PLACE_LIVES_MS)
      : store.replace(key, before, { held, changes: before.changes + 1 }, PLACE_LIVES_MS);
  const alive = (stored: StoredPlaces | undefined): StoredPlaces['held'] =>
    Object.fromEntries(Object.entries(stored?.held ?? {}).filter(([, until]) => until > now().getTime()));
  return {
    async take(workspace, person, isRoomFor) {
      const key = `place:${workspace}:${person}`;
      const mine = randomUUID();
      for (let looks = 0; ; ) {
        const stored = await store.get(key);
        const held = alive(stored);
        const underWay = Object.keys(held).length;
        const fits = await isRoomFor(underWay);
        if (!fits) {
          // A create that has just recorded its client may be counted twice, until its place is given back.
          const isUnsure = underWay > 0 && looks < LOOKS_AT_MOST && (await isRoomFor(0));
          if (!isUnsure) return undefined;
          looks += 1;
          await sleep(LOOK_AGAIN_AFTER_MS);
          continue;
        }
        const until = now().getTime() + PLACE_LIVES_MS;
        if (await swap(key, stored, { ...held, [mine]: until })) break;
      }
      return async () => {
        for (;;) {
          const stored = await store.get(key);
          if (stored?.held[mine] === undefined) return;
          const others = Object.fromEntries(Object.entries(alive(stored)).filter(([id]) => id !== mine));
          if (await swap(key, stored, others)) return;
        }
      };
    },
  };
}
