import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import type { AuditRecord } from '../../core/audit/audit-event.js';
import type { SealedAnchor } from './audit-anchor.js';
import type { AuditFileEntry } from './audit-file-entry.js';

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
/** In the column `action` of a row that is no record: where the kept part of the chain begins. */
const ANCHOR = 'anchor';
/** Without it spreadsheets take the file for something else than UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';

/**
 * What a spreadsheet would run begins with one of these, their full-width forms included. It gets an
 * apostrophe in front, as does what would then look as if it had got one: reading takes exactly that away.
 */
const RUNS = /^'*[=+\-@\t\r＝＋－＠]/;
const GOT_APOSTROPHE = /^''*[=+\-@\t\r＝＋－＠]/;

const defused = (cell: string): string => (RUNS.test(cell) ? `'${cell}` : cell);
const asWritten = (cell: string): string => (GOT_APOSTROPHE.test(cell) ? cell.slice(1) : cell);

const lineOf = (row: Row): string =>
  stringify([COLUMNS.map((column) => defused(String(row[column] ?? '')))], {
    quoted: true,
    record_delimiter: 'windows',
  });

export const csvHeader = (): string =>
  BYTE_ORDER_MARK + stringify([[...COLUMNS]], { quoted: true, record_delimiter: 'windows' });

export const csvLine = ({ target, ...record }: AuditRecord): string => lineOf({ ...record, ...target });

export const csvAnchor = ({ workspace, sequence, cutAt, seal, hash }: SealedAnchor): string =>
  lineOf({ sequence, time: cutAt, workspace, action: ANCHOR, subject: seal, hash });

const Rows = z.tuple([z.array(z.string())]);

/** Lines behind the header, one a row: no cell holds a line break. What is not CSV fits nothing. */
export async function* csvEntries(text: AsyncIterable<string>): AsyncGenerator<AuditFileEntry> {
  let line = 0;
  for await (const content of createInterface({ input: Readable.from(text) })) {
    line += 1;
    const cells = cellsOf(content);
    if (line > 1) yield { line, ...(cells !== undefined && contentOf(cells.map(asWritten))) };
    else if (cells?.join() !== COLUMNS.join()) return yield { line };
  }
}

function cellsOf(line: string): readonly string[] | undefined {
  try {
    return Rows.safeParse(parse(line, { bom: true })).data?.[0];
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}

function contentOf(cells: readonly string[]): Pick<AuditFileEntry, 'record' | 'anchor'> {
  const given = COLUMNS.flatMap((column, index): [string, string | number][] => {
    const cell = cells[index] ?? '';
    // A number in any other form than ours is left as text, which is no sequence.
    const value = column === 'sequence' && /^[1-9]\d{0,15}$/.test(cell) ? Number(cell) : cell;
    return value === '' ? [] : [[column, value]];
  });
  const fields = Object.fromEntries(given);
  if (fields['action'] === ANCHOR) {
    const { sequence, time: cutAt, workspace, subject, hash } = fields;
    return { anchor: { workspace, sequence, cutAt, hash, seal: subject } };
  }
  const target = Object.fromEntries(given.filter(([column]) => TARGET.has(column)));
  return { record: { ...Object.fromEntries(given.filter(([column]) => !TARGET.has(column))), target } };
}
