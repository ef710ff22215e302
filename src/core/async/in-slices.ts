/** At most so long in one go: nobody notices that their answer waits for it. */
const HELD_FOR_MS = 8;

/** So many are sorted in one go. */
const RUN = 500;
/** The clock is looked at after so many: after each, it would cost more than filtering or comparing one. */
const ITEMS_BETWEEN_LOOKS = 50;

/** As an array does, without holding the event loop for long, however many items there are. */
export async function mappedInSlices<Item, Result>(
  items: readonly Item[],
  map: (item: Item, index: number) => Result,
): Promise<Result[]> {
  const slice = new Slice();
  // The items come from one long step, such as parsing: others have waited for that already.
  if (items.length > RUN) await slice.next();
  const mapped: Result[] = [];
  for (const item of items) {
    mapped.push(map(item, mapped.length));
    if (slice.isOverAfterItem()) await slice.next();
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
    if (slice.isOverAfterItem()) await slice.next();
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
      if (slice.isOver()) await slice.next();
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
  const apart = joinedIfApart(a, b, compare);
  if (apart !== undefined) return apart;
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
    if (slice.isOverAfterItem()) await slice.next();
  }
}

/** Where all of one run come before the other's, as in a list that the API tells in order or in reverse. */
function joinedIfApart<Item>(
  a: readonly Item[],
  b: readonly Item[],
  compare: (a: Item, b: Item) => number,
): Item[] | undefined {
  const [firstA, lastA, firstB, lastB] = [a[0], a.at(-1), b[0], b.at(-1)];
  if (firstA === undefined || lastA === undefined || firstB === undefined || lastB === undefined) {
    return [...a, ...b];
  }
  if (compare(lastA, firstB) <= 0) return a.concat(b);
  return compare(lastB, firstA) < 0 ? b.concat(a) : undefined;
}

/** A stretch of work between two turns of the others. */
class Slice {
  #since = performance.now();
  #items = 0;

  isOver(): boolean {
    return performance.now() - this.#since > HELD_FOR_MS;
  }

  isOverAfterItem(): boolean {
    this.#items += 1;
    return this.#items % ITEMS_BETWEEN_LOOKS === 0 && this.isOver();
  }

  async next(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#since = performance.now();
  }
}
