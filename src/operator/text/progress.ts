/** A line for so many. */
const SAY_EVERY = 100_000;

/** Passes the items on, and says on standard error, now and then, how many have come. */
export async function* saidNowAndThen<Item>(
  items: AsyncIterable<Item>,
  sentence: (count: number) => string,
): AsyncGenerator<Item> {
  let count = 0;
  for await (const item of items) {
    yield item;
    count += 1;
    if (count % SAY_EVERY === 0) process.stderr.write(`${sentence(count)}\n`);
  }
}
