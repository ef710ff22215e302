import { ClientRecord } from '../../core/model/client-record.js';
import { Problem } from '../../core/problem.js';
import type { Store } from '../../core/store.js';
import { committing } from '../backends/commit.js';
import { scanAll } from '../backends/scan-all.js';
import { createStore } from '../backends/store.js';
import { clientIndex } from '../records/client-index.js';
import type { Migration } from './migration.js';

/** Each has five entries at most: a batch holds them all. */
const RECORDS_AT_ONCE = 100;

/** Writes the index entries of client records from before there were any; what cannot be read is told, and left as it is. */
export const indexClients: Migration['run'] = async (backend, progress, say) => {
  const clients = createStore({ backend, schema: ClientRecord });
  const { entriesOf } = clientIndex(backend);
  const commit = committing(backend);
  let read = 0;
  let keys: string[] = [];
  const indexThem = async (): Promise<void> => {
    const records = await readable(clients, keys, say);
    await commit(records.flatMap(entriesOf));
    read += keys.length;
    progress(read);
    keys = [];
  };
  for await (const [key] of scanAll(backend, 'client:')) {
    keys.push(key);
    if (keys.length === RECORDS_AT_ONCE) await indexThem();
  }
  await indexThem();
};

async function readable(
  clients: Store<ClientRecord>,
  keys: readonly string[],
  say: (sentence: string) => void,
): Promise<readonly ClientRecord[]> {
  const found: ClientRecord[] = [];
  for (const read of await Promise.allSettled(keys.map((key) => clients.get(key)))) {
    if (read.status === 'fulfilled') {
      if (read.value !== undefined) found.push(read.value);
    } else if (read.reason instanceof Error && !(read.reason instanceof Problem)) {
      say(`${read.reason.message}: it is in no list`);
    } else throw read.reason;
  }
  return found;
}
