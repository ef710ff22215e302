import { assert, asyncProperty, constantFrom, nat, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AUDIT_FILE_FORMATS, type AuditFileFormat } from '../../../src/core/audit/audit-selection.js';
import { WorkspaceId } from '../../../src/core/model/ids.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { parseKeys } from '../../../src/storage/sealing/seal.js';
import { encryptionKey } from '../../encryption-keys.js';
import { collect } from '../servers/stores-under-test.js';
import { exportFile, keys, verifyFile } from './exporting.js';
import { event, trailOver, workspace } from './trail.js';
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

  it('where a record was edited, whose hash is that of another', async () => {
    const { exported } = await trailOf(6);
    const { top, lines } = linesOf(format, await exported(format));
    const edited = (lines[3] ?? '').replace('REF23456', 'REF23457');
    expect(await verifyFile(file(top, lines.with(3, edited)))).toEqual({
      kind: 'edited',
      line: firstLine + 3,
      sequence: 4,
    });
  });

  it('where the line that says which record ends the file stands elsewhere, twice, or says another', async () => {
    const { exported, cut } = await trailOf(6);
    await cut(2);
    const text = await exported(format);
    const { top, lines } = linesOf(format, text);
    const [end = '', anchor = ''] = top.slice(-2);
    const above = top.slice(0, -2);
    for (const [other, line] of [
      [[anchor, end, ...lines], firstLine],
      [[end, end, anchor, ...lines], firstLine],
      [[...lines.slice(0, 1), end, ...lines.slice(1)], firstLine],
      [[end, anchor, ...lines, end], firstLine + 1 + lines.length],
    ] as const) {
      expect(await verifyFile(file(above, other))).toEqual({ kind: 'unreadable', line });
    }
    const [hash = ''] = /[0-9a-f]{64}/.exec(lines[0] ?? '') ?? [];
    for (const other of [end.replace(/[0-9a-f]{64}/, hash), end.replace(/7(?=["}, ])/, '6')]) {
      expect(other).not.toBe(end);
      expect(await verifyFile(text.replace(end, other))).toEqual({ kind: 'other-end', line: firstLine - 1 });
    }
    expect(await verifyFile(text.replace(end, ''))).toEqual({ kind: 'other-end', line: firstLine - 1 });
  });

  it('where a line above the records says the same in other characters', async () => {
    const { exported, cut } = await trailOf(6);
    await cut(2);
    const { top, lines } = linesOf(format, await exported(format));
    const other = (line: string) => line.replace(/"file-end"(,)?/, '$& ').replace(/"anchor"(,)?/, '$& ');
    for (const [index, line] of [
      [top.length - 2, firstLine - 1],
      [top.length - 1, firstLine],
    ] as const) {
      const changed = top.with(index, other(top[index] ?? ''));
      expect(changed).not.toEqual(top);
      expect(await verifyFile(file(changed, lines))).toEqual({ kind: 'rewritten-line', line });
    }
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

  it('where others are missing as well as out of place', async () => {
    const { exported } = await trailOf(9);
    const { top, lines } = linesOf(format, await exported(format));
    // Compared by the numbers of the records that are left.
    const left = (...sequences: readonly number[]) =>
      verifyFile(
        file(
          top,
          sequences.map((sequence) => lines[sequence - 1] ?? ''),
        ),
      );
    const reordered = (place: number, sequence: number) => ({
      kind: 'reordered',
      line: firstLine + place - 1,
      sequence,
    });
    // One that was there already, before the gap and after it.
    expect(await left(1, 2, 3, 6, 7, 2, 8)).toEqual(reordered(6, 2));
    expect(await left(1, 2, 3, 6, 7, 6, 8)).toEqual(reordered(6, 6));
    // One that is missed comes late: the record behind its gap stands too early.
    expect(await left(3, 4, 1, 5)).toEqual(reordered(1, 3));
    expect(await left(1, 2, 6, 7, 4, 8)).toEqual(reordered(3, 6));
    expect(await left(1, 2, 6, 4, 5)).toEqual(reordered(3, 6));
  });

  it('where a record is of another workspace', async () => {
    const backend = memoryBackend();
    const trail = trailOver(backend);
    const of = WorkspaceId.parse('T2');
    for (const one of [workspace, of]) {
      for (let count = 1; count <= 4; count += 1) await trail.append(one, event());
    }
    const own = linesOf(format, await exportFile(backend, { format, trail }));
    const others = linesOf(format, await exportFile(backend, { format, trail, of }));
    expect(await verifyFile(file(own.top, own.lines.with(2, others.lines[2] ?? '')))).toEqual({
      kind: 'other-workspace',
      line: firstLine + 2,
      sequence: 3,
    });
    expect(await verifyFile(file(own.top, others.lines))).toEqual({
      kind: 'other-workspace',
      line: firstLine,
      sequence: 1,
    });
    const { sequence, hash } = (await collect(trail.forwards(workspace, 0, 2)))[1] ?? expect.fail();
    await trail.cut(workspace, { sequence, hash });
    const cut = linesOf(format, await exportFile(backend, { format, trail }));
    for (const top of [cut.top, cut.top.toSpliced(-2, 1)]) {
      expect(await verifyFile(file(top, others.lines.slice(2)))).toEqual({
        kind: 'other-workspace',
        line: firstLine + top.length - own.top.length,
        sequence: 3,
      });
    }
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
    expect(await verifyFile(file(top, lines.toSpliced(3, 1)))).toEqual({
      kind: 'missing',
      line: firstLine + 3,
      from: 8,
      to: 8,
    });
  });

  it('where an export since a time holds what was before', async () => {
    const { exported } = await trailOf(20);
    const whole = linesOf(format, await exported(format));
    const { top, lines } = linesOf(format, await exported(format, { since: at(5) }));
    expect(await verifyFile(file(top, [...whole.lines.slice(3, 4), ...lines]))).toEqual({
      kind: 'other-export',
      line: firstLine + lines.length,
      sequence: 23,
    });
  });

  it('where records of a range are gone at either end, or another is the last', async () => {
    const { exported } = await trailOf(20);
    const { top, lines } = linesOf(format, await exported(format, { since: at(5), until: at(9) }));
    const missing = (sequence: number, line: number) => ({
      kind: 'missing',
      line,
      from: sequence,
      to: sequence,
    });
    expect(await verifyFile(file(top, lines.slice(1)))).toEqual(missing(5, firstLine));
    expect(await verifyFile(file(top, lines.toSpliced(2, 1)))).toEqual(missing(7, firstLine + 2));
    expect(await verifyFile(file(top, lines.toSpliced(4, 1)))).toEqual(missing(9, firstLine + 4));
    expect(await verifyFile(file(top, lines.slice(-1)))).toEqual({ ...missing(5, firstLine), to: 9 });
    const changed = linesOf(
      format,
      await (await trailOf(20, ['x'])).exported(format, { since: at(5), until: at(9) }),
    );
    expect(await verifyFile(file(top, [...changed.lines.slice(0, 5), ...lines.slice(5)]))).toEqual({
      kind: 'rewritten',
      line: firstLine + 5,
      sequence: 21,
    });
  });

  it('where a range holds more than was exported', async () => {
    const { exported } = await trailOf(20);
    const whole = linesOf(format, await exported(format));
    const { top, lines } = linesOf(format, await exported(format, { since: at(5), until: at(9) }));
    expect(await verifyFile(file(top, lines.toSpliced(5, 0, ...whole.lines.slice(9, 10))))).toEqual({
      kind: 'other-export',
      line: firstLine + 6,
      sequence: 23,
    });
    const empty = linesOf(format, await exported(format, { since: at(9), until: at(5) }));
    expect(await verifyFile(file(empty.top, [...whole.lines.slice(7, 8), ...empty.lines]))).toEqual({
      kind: 'other-export',
      line: firstLine + 1,
      sequence: 25,
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
    const notItsAnchor = { kind: 'anchor-forged', line: firstLine };
    const forged = file([...top.slice(0, -1), moved], lines.slice(2));
    expect(await verifyFile(forged)).toEqual(notItsAnchor);
    expect(await verifyFile(forged, { keys })).toEqual(notItsAnchor);
    expect(await verifyFile(file(top.slice(0, -1), lines))).toEqual({
      kind: 'missing',
      line: firstLine,
      from: 1,
      to: 12,
    });
    expect(await verifyFile(file([...uncut.top, anchor], uncut.lines.slice(12)))).toEqual(notItsAnchor);
    expect(await verifyFile(file([...top.slice(0, -2), anchor], lines))).toEqual({
      kind: 'other-end',
      line: firstLine - 1,
    });
    const others = parseKeys(encryptionKey('k1', 'others'));
    expect(await verifyFile(text, { keys: others })).toEqual(notItsAnchor);
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
    expect(await verifyFile(text, { head })).toEqual({
      kind: 'other-head',
      line: firstLine + 4,
      sequence: 5,
    });
    expect(await verifyFile(text, { head: { ...head, sequence: 99 } })).toEqual({
      kind: 'head-absent',
      sequence: 99,
      first: 1,
      last: 21,
    });
    // What is wrong with the file itself is said first.
    const { top, lines } = linesOf(format, text);
    for (const sequence of [5, 99]) {
      const there = {
        sequence,
        hash: /[0-9a-f]{64}(?=\W*$)/.exec(lines[sequence - 1] ?? '')?.[0] ?? head.hash,
      };
      expect(await verifyFile(file(top, lines.toSpliced(9, 1)), { head: there })).toEqual({
        kind: 'missing',
        line: firstLine + 9,
        from: 10,
        to: 10,
      });
    }
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
