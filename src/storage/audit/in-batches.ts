/**
 * What `read` gives for 0, 1, 2 and so on, in this order, until it gives no promise; so many are read at the same time.
 * What resolves to `undefined` is left out.
 */
export async function* inBatches<Value>(
  atOnce: number,
  read: (index: number) => Promise<Value | undefined> | undefined,
): AsyncGenerator<Value> {
  for (let first = 0; ; first += atOnce) {
    const reads = Array.from({ length: atOnce }, (_, index) => read(first + index));
    const batch = reads.filter((one) => one !== undefined);
    for (const value of await Promise.all(batch)) {
      if (value !== undefined) yield value;
    }
    if (batch.length < atOnce) return;
  }
}
