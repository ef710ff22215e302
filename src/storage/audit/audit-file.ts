import { csvEntries } from './audit-csv.js';
import type { AuditFileEntry } from './audit-file-entry.js';
import { jsonEntries } from './audit-jsonl.js';

/** The entries of an exported trail, whichever of the formats it is in. */
export async function* auditFileEntries(text: AsyncIterable<string>): AsyncGenerator<AuditFileEntry> {
  const chunks = text[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done === true) return;
  const whole = async function* (): AsyncGenerator<string> {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => chunks };
  };
  yield* first.value.startsWith('{') ? jsonEntries(whole()) : csvEntries(whole());
}
