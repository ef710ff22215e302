import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { Store } from '../../core/store.js';
import type { QuotaSlot, HourlyQuota } from '../../core/rights/hourly-quota.js';
import { HOUR_MS } from '../../core/model/durations.js';

/** A slot that was taken is free again after this long, so that no hour ever has more. */
const SLOT_TAKEN_FOR_MS = HOUR_MS;
/** While most slots are free, guessing finds one; after so many guesses all are looked through. */
const GUESSES = 3;

/** When it is free again. */
export const StoredSlot = z.object({ freeAt: z.iso.datetime() });
export type StoredSlot = z.infer<typeof StoredSlot>;

/** Keeps each slot as a record that expires: taking one is atomic on every backend, in one round trip. */
export function hourlyQuota(store: Store<StoredSlot>, now: () => Date): HourlyQuota {
  return {
    async take(workspace, act, who, limit) {
      const prefix = `turn:${workspace}:${act}:${who}:`;
      const tryOne = async (number: number): Promise<QuotaSlot | undefined> => {
        const freeAt = new Date(now().getTime() + SLOT_TAKEN_FOR_MS).toISOString();
        const key = `${prefix}${number}`;
        if (!(await store.putIfAbsent(key, { freeAt }, SLOT_TAKEN_FOR_MS))) return undefined;
        return { kind: 'taken', giveBack: () => store.delete(key) };
      };
      for (let guess = 0; guess < GUESSES; guess += 1) {
        const taken = await tryOne(randomInt(limit));
        if (taken !== undefined) return taken;
      }
      for (;;) {
        // A slot that cannot be read is taken.
        const spent = new Set<number>();
        for await (const key of store.keys(prefix)) spent.add(Number(key.slice(prefix.length)));
        const free = Array.from({ length: limit }, (_, number) => number).filter(
          (number) => !spent.has(number),
        );
        const next = free.length === 0 ? undefined : free[randomInt(free.length)];
        if (next === undefined) return { kind: 'none', freeAt: await firstFreeAt(store, prefix, now()) };
        const taken = await tryOne(next);
        if (taken !== undefined) return taken;
      }
    },
  };
}

async function firstFreeAt(store: Store<StoredSlot>, prefix: string, now: Date): Promise<Date> {
  let first = now.getTime() + SLOT_TAKEN_FOR_MS;
  for await (const [, { freeAt }] of store.scan(prefix)) first = Math.min(first, Date.parse(freeAt));
  return new Date(first);
}
