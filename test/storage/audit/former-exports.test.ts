import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AuditRecord } from '../../../src/core/audit/audit-event.js';
import { AUDIT_FILE_FORMATS } from '../../../src/core/audit/audit-selection.js';
import { jsonWriter } from '../../../src/storage/audit/audit-jsonl.js';
import { parseKeys } from '../../../src/storage/sealing/seal.js';
import { collect } from '../servers/stores-under-test.js';
import { verifyFile } from './exporting.js';
import { event, workspace } from './trail.js';
import { at, trailOf } from './trail-of.js';

/** Files that version 0.1.0 exported, whose records do not say what a file holds. */
const former = (name: string): string =>
  readFileSync(new URL(`../fixtures/v1/exports/${name}`, import.meta.url), 'utf8');

/** The keys of the bot that exported them. */
const keys = parseKeys(
  `k1:${Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7 + 1)).toString('base64')}`,
);

describe.each(AUDIT_FILE_FORMATS)('an export of version 0.1.0 as %s', (format) => {
  it('of the whole trail is proved', async () => {
    const text = former(`whole.${format}`);
    const last = format === 'csv' ? 13 : 19;
    expect(await verifyFile(text)).toMatchObject({
      kind: 'sound',
      records: last,
      range: { kind: 'every', first: 1, last },
      anchor: undefined,
    });
  });

  it('since a time is proved but for where it begins', async () => {
    expect(await verifyFile(former(`since.${format}`))).toMatchObject({
      kind: 'sound',
      selection: { since: at(6) },
      range: { kind: 'every-since', first: 6 },
    });
  });

  it('that leaves records out is proved in nothing', async () => {
    expect(await verifyFile(former(`excerpt.${format}`))).toMatchObject({
      kind: 'sound',
      selection: { action: 'delete' },
      range: { kind: 'nothing' },
    });
  });

  it('of a trail that was cut is proved with the keys', async () => {
    const text = former(`cut.${format}`);
    const anchor = { sequence: 5, cutAt: '2026-11-24T10:13:00.000Z' };
    expect(await verifyFile(text)).toMatchObject({
      kind: 'sound',
      range: { kind: 'every-since', first: 6 },
      anchor: { ...anchor, isChecked: false },
    });
    expect(await verifyFile(text, { keys })).toMatchObject({
      kind: 'sound',
      range: { kind: 'every', first: 6 },
      anchor: { ...anchor, isChecked: true },
    });
  });
});

describe('an export of version 0.1.0 is refused', () => {
  const linesOf = (name: string): readonly string[] => former(`${name}.jsonl`).split(/(?<=\n)/);
  const whole = linesOf('whole');
  const since = linesOf('since');
  const verdict = (lines: readonly string[]) => verifyFile(lines.join(''));
  const missing = (line: number, from: number, to = from) => ({ kind: 'missing', line, from, to });

  it('where its first records are gone, or others, one of them just before its end', async () => {
    expect(await verdict(whole.slice(2))).toEqual(missing(1, 1, 2));
    expect(await verdict(whole.toSpliced(4, 1))).toEqual(missing(5, 5));
    expect(await verdict(whole.toSpliced(-2, 1))).toEqual(missing(18, 18));
    expect(await verdict(whole.toSpliced(-2, 1).toSpliced(4, 1))).toEqual(missing(5, 5));
    const cut = linesOf('cut');
    expect(await verdict(cut.toSpliced(1, 2))).toEqual(missing(2, 6, 7));
  });

  it('where it does not end with its own record', async () => {
    expect(await verdict(whole.slice(0, 9))).toEqual({ kind: 'cut-off', line: 9, last: 9, end: undefined });
  });

  it('since a time, where it holds what was before, or lacks what was behind', async () => {
    const own = since.length + 5;
    expect(await verdict([...whole.slice(4, 5), ...since])).toEqual({
      kind: 'other-export',
      line: since.length + 1,
      sequence: own,
    });
    expect(await verdict(since.toSpliced(3, 1))).toEqual(missing(4, 9));
    // Where it begins cannot be told.
    expect(await verdict(since.slice(1))).toMatchObject({
      range: { kind: 'every-since', first: 7, last: own },
    });
  });

  it('with the line that later ones begin with', async () => {
    const { sequence, hash, workspace } = AuditRecord.parse(JSON.parse(whole.at(-1) ?? ''));
    const end = jsonWriter.end({ workspace, sequence, hash });
    expect(await verdict([end, ...whole])).toEqual({ kind: 'other-end', line: 1 });
  });
});

it('an export of version 0.1.0 up to a time is proved in nothing', async () => {
  // As version 0.1.0 wrote them.
  const { trail } = await trailOf(6);
  const target = { subject: `export jsonl until=${at(4).toISOString()}` };
  await trail.append(workspace, event({ action: 'audit', target }));
  const records = await collect(trail.forwards(workspace, 0));
  const lines = records.map((record) => jsonWriter.record(record)).toSpliced(4, 2);
  expect(await verifyFile(lines.join(''))).toEqual({
    kind: 'sound',
    records: 5,
    first: 1,
    own: records.at(-1),
    selection: { until: at(4) },
    range: { kind: 'nothing' },
    anchor: undefined,
    head: undefined,
    gaps: [],
  });
});

it('an export of version 0.1.0 that was cut after the record of one in another format is refused', async () => {
  const lines = former('whole.jsonl').split(/(?<=\n)/);
  expect(await verifyFile(lines.slice(0, 13).join(''))).toEqual({
    kind: 'other-export',
    line: 13,
    sequence: 13,
  });
});

it('an export of version 0.1.0 without its apostrophes, or with a column more, is refused', async () => {
  const text = former('whole.csv');
  expect(await verifyFile(text.replace(`"'=HYPERLINK`, '"=HYPERLINK'))).toEqual({
    kind: 'rewritten-line',
    line: 2,
  });
  expect(await verifyFile(text.replace('\r\n"3"', ',"more"\r\n"3"'))).toEqual({
    kind: 'rewritten-line',
    line: 3,
  });
});
