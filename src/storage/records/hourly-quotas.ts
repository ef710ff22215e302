import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { Store } from '../../core/store.js';
import type { Turn, Turns } from '../../core/rights/hourly-quota.js';

/** A turn that was taken is free again after this long: so there are never more within any hour. */
const HOUR_MS = 3_600_000;
/** While most turns are free one is found by guessing; only then are they looked through. */
const GUESSES = 3;

/** When it is free again. */
export const StoredTurn = z.object({ freeAt: z.iso.datetime() });
export type StoredTurn = z.infer<typeof StoredTurn>;

/** Each turn is a record of its own that expires: taking one is atomic on every backend, in one round trip. */
export function turns(store: Store<StoredTurn>, now: () => Date): Turns {
  return {
    async take(workspace, act, who, limit) {
      const prefix = `turn:${workspace}:${act}:${who}:`;
      const tryOne = async (number: number): Promise<Turn | undefined> => {
        const freeAt = new Date(now().getTime() + HOUR_MS).toISOString();
        const key = `${prefix}${number}`;
        if (!(await store.putIfAbsent(key, { freeAt }, HOUR_MS))) return undefined;
        return { kind: 'taken', giveBack: () => store.delete(key) };
      };
      for (let guess = 0; guess < GUESSES; guess += 1) {
        const taken = await tryOne(randomInt(limit));
        if (taken !== undefined) return taken;
      }
      for (;;) {
        const spent = new Map<number, number>();
        for await (const [key, { freeAt }] of store.scan(prefix)) {
          spent.set(Number(key.slice(prefix.length)), Date.parse(freeAt));
        }
        const free = Array.from({ length: limit }, (_, number) => number).filter(
          (number) => !spent.has(number),
        );
        const next = free.length === 0 ? undefined : free[randomInt(free.length)];
        if (next === undefined) return { kind: 'none', freeAt: new Date(Math.min(...spent.values())) };
        const taken = await tryOne(next);
        if (taken !== undefined) return taken;
      }
    },
  };
}
