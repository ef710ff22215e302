import { ClientRecord } from '../../core/model/client-record.js';
import { committing } from '../backends/commit.js';
import { scanAll } from '../backends/scan-all.js';
import { createStore } from '../backends/store.js';
import { clientIndex } from '../records/clients/client-index.js';
import type { Migration } from './migration.js';

/** Each has five entries at most: a batch holds them all. */
const RECORDS_AT_ONCE = 100;

/** Writes the index entries of client records from before there were any; what cannot be read is set aside. */
export const indexClients: Migration['run'] = async (backend, progress) => {
  const clients = createStore({ backend, schema: ClientRecord });
  const { entriesOf } = clientIndex(backend);
  const commit = committing(backend);
  let read = 0;
  let keys: string[] = [];
  const indexThem = async (): Promise<void> => {
    const records = (await clients.getAll(keys)).filter((record) => record !== undefined);
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
