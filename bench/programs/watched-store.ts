import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Backend } from '../../src/storage/backends/backend.js';

/** One operation of the store: a round trip. */
export const StoreOperation = z.object({
  /** What was asked of which kinds of records. */
  what: z.string(),
  /** When it was asked and answered, in milliseconds of the epoch. */
  from: z.number(),
  to: z.number(),
  /** Characters of keys and texts that went back and forth. */
  size: z.number(),
});
export type StoreOperation = z.infer<typeof StoreOperation>;

const now = (): number => performance.timeOrigin + performance.now();

const kindsOf = (keys: readonly string[]): string =>
  [...new Set(keys.map((key) => key.split(':', 1)[0] ?? ''))].toSorted().join('+');

const sizeOf = (texts: readonly (string | undefined)[]): number =>
  texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);

/** A backend that writes down what it is asked, and is `latencyMs` away each way. */
export function watched(
  backend: Backend,
  {
    latencyMs = 0,
    asked,
  }: { readonly latencyMs?: number; readonly asked: (operation: StoreOperation) => void },
): Backend {
  const around = async <Result>(
    what: string,
    operation: () => Promise<Result>,
    size: (result: Result) => number,
  ): Promise<Result> => {
    const from = now();
    if (latencyMs > 0) await sleep(latencyMs);
    const result = await operation();
    if (latencyMs > 0) await sleep(latencyMs);
    asked({ what, from, to: now(), size: size(result) });
    return result;
  };
  return {
    ...backend,
    get: (key) =>
      around(
        `get ${kindsOf([key])}`,
        () => backend.get(key),
        (text) => sizeOf([key, text]),
      ),
    getAll: (keys) =>
      around(
        `get ${kindsOf(keys)}`,
        () => backend.getAll(keys),
        (texts) => sizeOf([...keys, ...texts]),
      ),
    scan: (prefix, range) =>
      around(
        `scan ${kindsOf([prefix])}`,
        () => backend.scan(prefix, range),
        (found) => sizeOf(found.flat()),
      ),
    commit(batch) {
      const { put = [], delete: removed = [] } = batch;
      const keys = [...put.map(({ key }) => key), ...removed];
      return around(
        `commit ${kindsOf(keys)}`,
        () => backend.commit(batch),
        () => sizeOf([...keys, ...put.map(({ text }) => text)]),
      );
    },
  };
}

/** What the clock asks by itself, whatever people do: what is due, and heartbeats. */
const BY_THE_CLOCK = /^(scan (agenda|intent)|commit agenda|(get|commit) (lease|store-life|readiness-probe))$/;

/** The operations that an act made. */
export const ofActs = (operations: readonly StoreOperation[]): readonly StoreOperation[] =>
  operations.filter(({ what }) => !BY_THE_CLOCK.test(what));

/** How many of them had to wait for one another, if those that ran side by side count as one. */
export function roundTripsInSequence(operations: readonly StoreOperation[]): number {
  let count = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const { from, to } of operations.toSorted((a, b) => a.to - b.to)) {
    if (from < end) continue;
    count += 1;
    end = to;
  }
  return count;
}
