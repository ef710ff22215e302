import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { AuditRecord } from '../../core/audit/audit-event.js';
import type { SealedAnchor } from './audit-anchor.js';
import type { AuditFileEntry } from './audit-file-entry.js';

export const jsonLine = (record: AuditRecord): string => `${JSON.stringify(record)}\n`;

export const jsonAnchor = (anchor: SealedAnchor): string => `${JSON.stringify({ anchor })}\n`;

const AnchorLine = z.strictObject({ anchor: z.unknown() });

/** Line by line; what is no JSON is an entry that fits nothing. */
export async function* jsonEntries(text: AsyncIterable<string>): AsyncGenerator<AuditFileEntry> {
  let line = 0;
  for await (const content of createInterface({ input: Readable.from(text) })) {
    line += 1;
    const parsed = fromJson(content);
    const anchor = AnchorLine.safeParse(parsed);
    yield anchor.success ? { line, anchor: anchor.data.anchor } : { line, record: parsed };
  }
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
