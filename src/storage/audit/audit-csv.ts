import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { type AuditFileEntry, type AuditFileWriter, type Candidate, entryOf } from './audit-file-entry.js';
import { BYTE_ORDER_MARK, rowOf } from './csv-row.js';
import { type Defusing, defusing, formerDefusing } from './csv-defusing.js';

/** The columns, in their order; a field that a record lacks is an empty cell. */
const COLUMNS = [
  'sequence',
  'time',
  'workspace',
  'actor',
  'action',
  'user',
  'clientId',
  'name',
  'subject',
  'request',
  'rule',
  'reason',
  'outcome',
  'reference',
  'previousHash',
  'hash',
] as const;
type Row = Partial<Record<(typeof COLUMNS)[number], string | number | undefined>>;

const TARGET = new Set<string>(['user', 'clientId', 'name', 'subject']);
/** In the column `action` of rows that are no records: which record ends the file, and where the kept part begins. */
const END = 'file-end';
const ANCHOR = 'anchor';
const HEADER = BYTE_ORDER_MARK + rowOf(COLUMNS);

function writerWith({ defused }: Defusing): AuditFileWriter {
  const lineOf = (row: Row): string => rowOf(COLUMNS.map((column) => defused(String(row[column] ?? ''))));
  return {
    header: () => HEADER,
    end: ({ workspace, sequence, hash }) => lineOf({ sequence, workspace, action: END, hash }),
    anchor: ({ workspace, sequence, cutAt, seal, hash }) =>
      lineOf({ sequence, time: cutAt, workspace, action: ANCHOR, subject: seal, hash }),
    record: ({ target, ...record }) => lineOf({ ...record, ...target }),
  };
}

export const csvWriter = writerWith(defusing);
const formerWriter = writerWith(formerDefusing);

const Rows = z.tuple([z.array(z.string())]);

/** Lines behind the header, one a row: no cell holds a line break. What is not CSV fits nothing. */
export async function* csvEntries(text: AsyncIterable<string>): AsyncGenerator<AuditFileEntry> {
  let line = 0;
  let [rules, writer] = [formerDefusing, formerWriter];
  for await (const content of createInterface({ input: Readable.from(text) })) {
    line += 1;
    if (line === 1) {
      if (content !== HEADER.trimEnd()) return yield { line, kind: 'unreadable' };
      continue;
    }
    const cells = cellsOf(content);
    // The first exports have no such row.
    if (line === 2 && cells?.[COLUMNS.indexOf('action')] === END) [rules, writer] = [defusing, csvWriter];
    yield entryOf(line, content, cells && candidateOf(cells.map(rules.asWritten)), writer);
  }
}

function cellsOf(line: string): readonly string[] | undefined {
  try {
    return Rows.safeParse(parse(line)).data?.[0];
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}

function candidateOf(cells: readonly string[]): Candidate {
  const given = COLUMNS.flatMap((column, index): [string, string | number][] => {
    const cell = cells[index] ?? '';
    // A number in any other form than ours is left as text, which is no sequence.
    const value = column === 'sequence' && /^[1-9]\d{0,15}$/.test(cell) ? Number(cell) : cell;
    return value === '' ? [] : [[column, value]];
  });
  const fields = Object.fromEntries(given);
  if (fields['action'] === END) {
    const { sequence, workspace, hash } = fields;
    return { kind: 'end', value: { workspace, sequence, hash } };
  }
  if (fields['action'] === ANCHOR) {
    const { sequence, time: cutAt, workspace, subject, hash } = fields;
    return { kind: 'anchor', value: { workspace, sequence, cutAt, hash, seal: subject } };
  }
  const target = Object.fromEntries(given.filter(([column]) => TARGET.has(column)));
  const record = Object.fromEntries(given.filter(([column]) => !TARGET.has(column)));
  return { kind: 'record', value: { ...record, target } };
}
