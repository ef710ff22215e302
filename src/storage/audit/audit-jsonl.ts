import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { type AuditFileEntry, type AuditFileWriter, type Candidate, entryOf } from './audit-file-entry.js';

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

export const jsonWriter: AuditFileWriter = {
  header: () => '',
  end: (end) => line({ 'file-end': end }),
  anchor: (anchor) => line({ anchor }),
  record: line,
};

const EndLine = z.strictObject({ 'file-end': z.unknown() });
const AnchorLine = z.strictObject({ anchor: z.unknown() });

export async function* jsonEntries(text: AsyncIterable<string>): AsyncGenerator<AuditFileEntry> {
  let line = 0;
  for await (const content of createInterface({ input: Readable.from(text) })) {
    line += 1;
    yield entryOf(line, content, candidateOf(fromJson(content)), jsonWriter);
  }
}

function candidateOf(value: unknown): Candidate {
  const end = EndLine.safeParse(value);
  if (end.success) return { kind: 'end', value: end.data['file-end'] };
  const anchor = AnchorLine.safeParse(value);
  return anchor.success ? { kind: 'anchor', value: anchor.data.anchor } : { kind: 'record', value };
}

/** `undefined`, which is no record, for what is not JSON. */
function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
