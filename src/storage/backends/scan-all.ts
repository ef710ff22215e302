import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Backend, SCAN_PAGE, type ScanRange, type StoredRecord } from './backend.js';

/** All records of a scan, or `limit` of them, read page by page; a reader may leave early, or take its time. */
export async function* scanAll(
  backend: Pick<Backend, 'scan'>,
  prefix: string,
  { after, limit = Number.POSITIVE_INFINITY, backwards }: ScanRange = {},
): AsyncGenerator<StoredRecord> {
  let last = after;
  for (let left = limit; left > 0; ) {
    const pageSize = Math.min(left, SCAN_PAGE);
    const page = await backend.scan(prefix, { after: last, limit: pageSize, backwards });
    yield* page;
    if (page.length < pageSize) return;
    left -= page.length;
    last = page.at(-1)?.[0];
    // A backend without a network never waits, so others get their turn between the pages.
    await nextTurn();
  }
}
