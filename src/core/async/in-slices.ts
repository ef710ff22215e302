/** Nobody's answer waits noticeably longer for that. */
const HELD_FOR_MS = 8;

/** So many are sorted in one go. */
const RUN = 500;

/** As an array does, without holding the event loop for long, however many items there are. */
export async function mappedInSlices<Item, Result>(
  items: readonly Item[],
  map: (item: Item, index: number) => Result,
): Promise<Result[]> {
  const slice = new Slice();
  // So many items were made in one go.
  if (items.length > RUN) await slice.next();
  const mapped: Result[] = [];
  for (const [index, item] of items.entries()) {
    mapped.push(map(item, index));
    if (slice.isOver()) await slice.next();
  }
  return mapped;
}

/** Filters and sorts, as an array does, without holding the event loop for long, however many items there are. */
export async function filteredInSlices<Item>(
  items: readonly Item[],
  isKept: (item: Item) => boolean,
): Promise<Item[]> {
  const slice = new Slice();
  const kept: Item[] = [];
  for (const item of items) {
    if (isKept(item)) kept.push(item);
    if (slice.isOver()) await slice.next();
  }
  return kept;
}

export async function sortedInSlices<Item extends object>(
  items: readonly Item[],
  compare: (a: Item, b: Item) => number,
): Promise<readonly Item[]> {
  const slice = new Slice();
  let runs: Item[][] = [];
  for (let first = 0; first < items.length; first += RUN) {
    runs.push(items.slice(first, first + RUN).sort(compare));
    if (slice.isOver()) await slice.next();
  }
  while (runs.length > 1) {
    const merged: Item[][] = [];
    for (let first = 0; first < runs.length; first += 2) {
      merged.push(await merge(runs[first] ?? [], runs[first + 1] ?? [], compare, slice));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

async function merge<Item extends object>(
  a: readonly Item[],
  b: readonly Item[],
  compare: (a: Item, b: Item) => number,
  slice: Slice,
): Promise<Item[]> {
  const merged: Item[] = [];
  let [inA, inB] = [0, 0];
  for (;;) {
    const [nextA, nextB] = [a[inA], b[inB]];
    if (nextA === undefined || nextB === undefined) return merged.concat(a.slice(inA), b.slice(inB));
    if (compare(nextA, nextB) <= 0) {
      merged.push(nextA);
      inA += 1;
    } else {
      merged.push(nextB);
      inB += 1;
    }
    if (slice.isOver()) await slice.next();
  }
}

/** A stretch of work between two turns of the others. */
class Slice {
  #since = performance.now();

  isOver(): boolean {
    return performance.now() - this.#since > HELD_FOR_MS;
  }

  async next(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#since = performance.now();
  }
}
