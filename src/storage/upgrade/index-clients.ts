import { ClientRecord } from '../../core/model/client-record.js';
import { createStore } from '../backends/store.js';
import { clientIndex } from '../records/clients/client-index.js';
import { batchWriter } from './batch-writer.js';
import type { Migration } from './migration.js';

/** Writes the index entries of client records from before there were any; what cannot be read is set aside. */
export const indexClients: Migration['run'] = async (backend, progress) => {
  const clients = createStore({ backend, schema: ClientRecord });
  const { entriesOf } = clientIndex(backend);
  const writer = batchWriter(backend);
  let read = 0;
  for await (const [, record] of clients.scan('client:')) {
    await writer.add(entriesOf(record));
    read += 1;
    progress(read);
  }
  await writer.end();
};
