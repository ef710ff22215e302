import { csvEntries } from './audit-csv.js';
import type { AuditFileReading } from './audit-file-entry.js';
import { jsonEntries } from './audit-jsonl.js';

/** Begins to read an exported trail, whichever of the formats it is in. */
export async function readAuditFile(text: AsyncIterable<string>): Promise<AuditFileReading> {
  const chunks = text[Symbol.asyncIterator]();
  const first = await chunks.next();
  const whole = async function* (): AsyncGenerator<string> {
    if (first.done === true) return;
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => chunks };
  };
  if (first.done !== true && first.value.startsWith('{'))
    return { format: 'jsonl', entries: jsonEntries(whole()) };
  return { format: 'csv', entries: csvEntries(whole()) };
}
