import { assert, asyncProperty, constantFrom, nat, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AUDIT_FILE_FORMATS, type AuditFileFormat } from '../../../src/core/audit/audit-selection.js';
import { parseKeys } from '../../../src/storage/sealing/seal.js';
import { encryptionKey } from '../../encryption-keys.js';
import { keys, verifyFile } from './exporting.js';
import { at, trailOf, user } from './trail-of.js';

/** The lines of a file with their ends: what precedes the records, then a record each. */
function linesOf(format: AuditFileFormat, text: string): { top: string[]; lines: string[] } {
  const lines = text.split(/(?<=\n)/);
  const above = (format === 'csv' ? 2 : 1) + (/anchor/.test(lines.slice(0, 3).join('')) ? 1 : 0);
  return { top: lines.slice(0, above), lines: lines.slice(above) };
}

const file = (top: readonly string[], lines: readonly string[]): string => [...top, ...lines].join('');

describe.each(AUDIT_FILE_FORMATS)('of an export as %s it is found', (format) => {
  /** The line of the first record. */
  const firstLine = format === 'csv' ? 3 : 2;

  it('where a character was edited', async () => {
    const { exported } = await trailOf(6);
    const lines = (await exported(format)).split(/(?<=\n)/);
    await assert(
      asyncProperty(nat(), nat(), constantFrom('x', '7', 'Ω', ''), async (which, where, letter) => {
        const index = which % lines.length;
        const line = lines[index] ?? '';
        const place = where % line.trimEnd().length;
        const edited = `${line.slice(0, place)}${letter}${line.slice(place + 1)}`;
        if (edited === line) return;
        const verdict = await verifyFile(lines.with(index, edited).join(''));
        expect(verdict.kind).not.toBe('sound');
        // The line above the records tells where the file ends: which of the two is wrong cannot be told.
        if (index + 1 >= firstLine) expect('line' in verdict && verdict.line).toBe(index + 1);
      }),
      { numRuns: 400 },
    );
  });

  it('where a record is missing, the last one too', async () => {
    const { exported } = await trailOf(6);
    const { top, lines } = linesOf(format, await exported(format));
    for (const [index] of lines.entries()) {
      const sequence = index + 1;
      expect(await verifyFile(file(top, lines.toSpliced(index, 1)))).toEqual(
        sequence === 7
          ? { kind: 'cut-off', line: 5 + firstLine, last: 6, end: 7 }
          : { kind: 'missing', line: index + firstLine, from: sequence, to: sequence },
      );
    }
  });

  it('where two records changed places, or one is there twice', async () => {
    const { exported } = await trailOf(6);
    const { top, lines } = linesOf(format, await exported(format));
    await assert(
      asyncProperty(uniqueArray(nat(6), { minLength: 2, maxLength: 2 }), async (swapped) => {
        const [early = 0, late = 0] = swapped.toSorted((a, b) => a - b);
        const changed = lines.with(early, lines[late] ?? '').with(late, lines[early] ?? '');
        const verdict = await verifyFile(file(top, changed));
        expect(verdict).toEqual({ kind: 'reordered', line: early + firstLine, sequence: late + 1 });
      }),
    );
    expect(await verifyFile(file(top, lines.toSpliced(3, 0, lines[2] ?? '')))).toEqual({
      kind: 'reordered',
      line: 3 + firstLine,
      sequence: 3,
    });
  });

  it('where a record was rewritten with a matching hash', async () => {
    const [one, other] = [await trailOf(6), await trailOf(6, ['changed'])];
    const { top, lines } = linesOf(format, await one.exported(format));
    const { lines: others } = linesOf(format, await other.exported(format));
    expect(await verifyFile(file(top, lines.with(0, others[0] ?? '')))).toEqual({
      kind: 'rewritten',
      line: firstLine + 1,
      sequence: 2,
    });
  });

  it('where the first records of an export since a time are gone', async () => {
    const { exported } = await trailOf(20);
    const { top, lines } = linesOf(format, await exported(format, { since: at(5) }));
    expect(await verifyFile(file(top, lines.slice(5)))).toEqual({
      kind: 'missing',
      line: firstLine,
      from: 5,
      to: 9,
    });
    expect(await verifyFile(file(top, lines.toSpliced(3, 1)))).toMatchObject({ from: 8, to: 8 });
  });

  it('where records of a range are gone at either end, or another is the last', async () => {
    const { exported } = await trailOf(20);
    const { top, lines } = linesOf(format, await exported(format, { since: at(5), until: at(9) }));
    expect(await verifyFile(file(top, lines.slice(1)))).toMatchObject({ kind: 'missing', from: 5, to: 5 });
    expect(await verifyFile(file(top, lines.toSpliced(2, 1)))).toMatchObject({ from: 7, to: 7 });
    expect(await verifyFile(file(top, lines.toSpliced(4, 1)))).toMatchObject({ from: 9, to: 9 });
    const changed = linesOf(
      format,
      await (await trailOf(20, ['x'])).exported(format, { since: at(5), until: at(9) }),
    );
    expect(await verifyFile(file(top, [...changed.lines.slice(0, 5), ...lines.slice(5)]))).toMatchObject({
      kind: 'rewritten',
      sequence: 21,
    });
  });

  it('where a selected record is gone, or another', async () => {
    const { exported } = await trailOf(20);
    const { top, lines } = linesOf(format, await exported(format, { user }));
    for (const index of [0, 4, 9]) {
      expect(await verifyFile(file(top, lines.toSpliced(index, 1)))).toEqual({
        kind: 'selected-missing',
        expected: 10,
        found: 9,
      });
    }
    const { lines: others } = linesOf(format, await (await trailOf(20, ['x'])).exported(format, { user }));
    expect(await verifyFile(file(top, lines.with(4, others[4] ?? '')))).toEqual({
      kind: 'selected-rewritten',
    });
  });

  it('where it was cut after the record of an earlier export', async () => {
    const { exported } = await trailOf(6);
    const other = format === 'csv' ? 'jsonl' : 'csv';
    await exported(other);
    await exported(format, { user });
    const earlier = await exported(format);
    const { top, lines } = linesOf(format, await exported(format));
    for (const last of [7, 9, 11]) {
      expect(await verifyFile(file(top, lines.slice(0, last)))).toEqual({
        kind: 'cut-off',
        line: last + firstLine - 1,
        last,
        end: 13,
      });
    }
    // With its first line rewritten as well, it is the earlier export, or none.
    const { top: earlierTop } = linesOf(format, earlier);
    expect(file(earlierTop, lines.slice(0, 11))).toBe(earlier);
    for (const last of [7, 9]) {
      const hash = lines[last - 1]?.match(/[0-9a-f]{64}/g)?.at(-1) ?? '';
      const topOf = top.map((line) => line.replace('13', String(last)).replace(/[0-9a-f]{64}/, hash));
      expect(await verifyFile(file(topOf, lines.slice(0, last)))).toEqual({
        kind: 'other-export',
        line: last + firstLine - 1,
        sequence: last,
      });
    }
    expect(await verifyFile(file(top.slice(0, -1), lines))).toEqual({
      kind: 'other-end',
      line: firstLine - 1,
    });
  });

  it('where the anchor was moved, taken away, put there, or made with other keys', async () => {
    const { exported, cut } = await trailOf(20);
    const uncut = linesOf(format, await exported(format));
    await cut(12);
    const text = await exported(format);
    const { top, lines } = linesOf(format, text);
    // Two more are cut, as the file says: the anchor names the hash of the record before, as it should.
    const [hash = ''] = /[0-9a-f]{64}/.exec((lines[2] ?? '').split('previousHash').at(-1) ?? '') ?? [];
    const anchor = top.at(-1) ?? '';
    const moved = anchor.replace('12', '14').replace(/[0-9a-f]{64}/, hash);
    const forged = file([...top.slice(0, -1), moved], lines.slice(2));
    expect(await verifyFile(forged)).toMatchObject({ kind: 'anchor-forged' });
    expect(await verifyFile(forged, { keys })).toMatchObject({ kind: 'anchor-forged' });
    expect(await verifyFile(file(top.slice(0, -1), lines))).toMatchObject({
      kind: 'missing',
      from: 1,
      to: 12,
    });
    expect(await verifyFile(file([...uncut.top, anchor], uncut.lines.slice(12)))).toMatchObject({
      kind: 'anchor-forged',
    });
    const others = parseKeys(encryptionKey('k1', 'others'));
    expect(await verifyFile(text, { keys: others })).toMatchObject({ kind: 'anchor-forged' });
  });

  it('where a line is empty, or an anchor lacks its seal', async () => {
    const { exported, cut } = await trailOf(20);
    await cut(12);
    const { top, lines } = linesOf(format, await exported(format));
    const end = format === 'csv' ? '\r\n' : '\n';
    expect(await verifyFile(file(top, lines.toSpliced(2, 0, end)))).toEqual({
      kind: 'unreadable',
      line: firstLine + 3,
    });
    const anchor = top.at(-1) ?? '';
    const unsealed = anchor.replace(/"seal":"[^"]*"/, '"seal":7').replace(/"[^"]{80,}"/, '""');
    expect(unsealed).not.toBe(anchor);
    expect(await verifyFile(file([...top.slice(0, -1), unsealed], lines))).toEqual({
      kind: 'unreadable',
      line: firstLine,
    });
  });

  it('where it does not fit what the audit channel told of', async () => {
    const { exported } = await trailOf(20);
    const text = await exported(format);
    const head = { sequence: 5, hash: '0'.repeat(64) };
    expect(await verifyFile(text, { head })).toMatchObject({ kind: 'other-head', sequence: 5 });
    expect(await verifyFile(text, { head: { ...head, sequence: 99 } })).toEqual({
      kind: 'head-absent',
      sequence: 99,
      first: 1,
      last: 21,
    });
  });
});

it('the file of something else is refused at its first line', async () => {
  expect(await verifyFile('a,b\n1,2\n')).toEqual({ kind: 'unreadable', line: 1 });
  expect(await verifyFile('{"a":1}\n')).toEqual({ kind: 'unreadable', line: 1 });
  expect(await verifyFile('')).toEqual({ kind: 'empty' });
});

describe('a file that says the same in other characters is refused', () => {
  it.each<[string, (line: string) => string]>([
    ['the apostrophe of a cell taken away', (line) => line.replace(`"'=HYPERLINK`, '"=HYPERLINK')],
    ['an apostrophe put there', (line) => line.replace('"delete"', `"'delete"`)],
    ['a column more', (line) => line.replace('\r\n', ',"more"\r\n')],
    ['an empty column more', (line) => line.replace('\r\n', ',\r\n')],
    ['quotes taken away', (line) => line.replace('"delete"', 'delete')],
    ['a blank more', (line) => line.replace('\r\n', ' \r\n')],
  ])('CSV: %s', async (_, change) => {
    const { exported } = await trailOf(6);
    const { top, lines } = linesOf('csv', await exported('csv'));
    expect(change(lines[0] ?? '')).not.toBe(lines[0]);
    const verdict = await verifyFile(file(top, lines.with(0, change(lines[0] ?? ''))));
    expect(['rewritten-line', 'edited', 'unreadable']).toContain(verdict.kind);
    expect(verdict).toMatchObject({ line: 3 });
  });

  it.each<[string, (line: string) => string]>([
    ['a member twice, of which readers take either', (line) => line.replace('{', '{"actor":"UBEN",')],
    ['blanks', (line) => line.replace(':', ': ')],
    ['an escaped letter', (line) => line.replace('"actor"', String.raw`"\u0061ctor"`)],
  ])('JSON Lines: %s', async (_, change) => {
    const { exported } = await trailOf(6);
    const { top, lines } = linesOf('jsonl', await exported('jsonl'));
    expect(await verifyFile(file(top, lines.with(0, change(lines[0] ?? ''))))).toEqual({
      kind: 'rewritten-line',
      line: 2,
    });
  });
});
