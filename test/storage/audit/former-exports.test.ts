import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AUDIT_FILE_FORMATS } from '../../../src/core/audit/audit-selection.js';
import { parseKeys } from '../../../src/storage/sealing/seal.js';
import { verifyFile } from './exporting.js';
import { at } from './trail-of.js';

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
