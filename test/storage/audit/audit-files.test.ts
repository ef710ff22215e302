import { parse } from 'csv-parse/sync';
import { assert, asyncProperty, property, string, stringMatching } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AUDIT_FILE_FORMATS, type AuditSelection } from '../../../src/core/audit/audit-selection.js';
import { defusing, formerDefusing } from '../../../src/storage/audit/csv-defusing.js';
import { keys, verifyFile } from './exporting.js';
import { at, client, nasty, trailOf, user } from './trail-of.js';

describe.each(AUDIT_FILE_FORMATS)('an export as %s', (format) => {
  it('is sound, and says what it holds', async () => {
    const { exported, record } = await trailOf(20);
    const text = await exported(format);
    const own = await record(21);
    const verdict = {
      kind: 'sound',
      records: 21,
      first: 1,
      own,
      selection: {},
      range: { kind: 'every', first: 1, last: 21 },
      anchor: undefined,
      head: undefined,
      gaps: [],
    };
    expect(await verifyFile(text)).toEqual(verdict);
    const { sequence, hash } = await record(5);
    expect(await verifyFile(text, { head: { sequence, hash } })).toEqual({
      ...verdict,
      head: { sequence, hash },
    });
  });

  it('brings every text back as it was', async () => {
    await assert(
      asyncProperty(stringMatching(/^[=+\-@'"＝,;\\a ]{1,8}[a"]$/u), async (name) => {
        const { exported } = await trailOf(2, [name]);
        expect((await verifyFile(await exported(format))).kind).toBe('sound');
      }),
    );
  });

  const minutes = (since?: number, until?: number): AuditSelection => ({
    ...(since !== undefined && { since: at(since) }),
    ...(until !== undefined && { until: at(until) }),
  });
  it.each<[string, AuditSelection, { records: number; range: unknown }]>([
    ['an Alphaus user', { user }, { records: 11, range: { kind: 'selected', first: 1, last: 20 } }],
    ['an action', { action: 'delete' }, { records: 8, range: { kind: 'selected', first: 1, last: 20 } }],
    ['a client', { client }, { records: 11, range: { kind: 'selected', first: 1, last: 20 } }],
    [
      'an action that nobody took',
      { action: 'x' },
      { records: 1, range: { kind: 'selected', first: 1, last: 20 } },
    ],
    ['the time until', minutes(undefined, 4), { records: 5, range: { kind: 'every', first: 1, last: 4 } }],
    ['the time since', minutes(5), { records: 17, range: { kind: 'every', first: 5, last: 21 } }],
    ['a time in between', minutes(5, 9), { records: 6, range: { kind: 'every', first: 5, last: 9 } }],
    ['the minute of one record', minutes(5, 5), { records: 2, range: { kind: 'every', first: 5, last: 5 } }],
    [
      'a time that ends before it begins',
      minutes(9, 5),
      { records: 1, range: { kind: 'every', first: 9, last: 8 } },
    ],
    ['a time before all', minutes(undefined, 0), { records: 1, range: { kind: 'every', first: 1, last: 0 } }],
    ['a time after all', minutes(99), { records: 1, range: { kind: 'every', first: 21, last: 21 } }],
    [
      'a time and a user',
      { ...minutes(5, 9), user },
      { records: 4, range: { kind: 'selected', first: 5, last: 9 } },
    ],
  ])('by %s is sound, and says what it holds', async (_, selection, expected) => {
    const { exported } = await trailOf(20);
    expect(await verifyFile(await exported(format, selection))).toMatchObject({
      kind: 'sound',
      selection,
      ...expected,
    });
  });

  it('says in advance how many records it will hold', async () => {
    const { announced } = await trailOf(20);
    expect(await announced(format, {})).toBe(21);
    expect(await announced(format, minutes(5, 9))).toBe(6);
    expect(await announced(format, { action: 'delete' })).toBe(8);
    const later = await trailOf(20);
    expect(await later.announced(format, minutes(5))).toBe(17);
  });

  it('of a trail whose oldest records were cut begins with the anchor, which the bot has sealed', async () => {
    const { exported, cut } = await trailOf(20);
    await cut(12);
    const text = await exported(format);
    const anchor = { sequence: 12, cutAt: '2027-01-01T00:00:00Z' };
    const range = { kind: 'every', first: 13, last: 21 };
    expect(await verifyFile(text, { keys })).toMatchObject({
      kind: 'sound',
      range,
      anchor: { ...anchor, isChecked: true },
    });
    expect(await verifyFile(text)).toMatchObject({
      kind: 'sound',
      range,
      anchor: { ...anchor, isChecked: false },
    });
  });

  it('reads what it asks for, and not the whole trail', async () => {
    const { exported, reads } = await trailOf(2_000);
    let before = reads();
    await exported(format, minutes(1_990));
    expect(reads() - before).toBeLessThan(60);
    before = reads();
    await exported(format, minutes(1_000, 1_010));
    expect(reads() - before).toBeLessThan(120);
  });

  it('fails where records are cut while it is written, and says so', async () => {
    const { exported, cut } = await trailOf(20);
    await expect(exported(format, {}, () => cut(12))).rejects.toMatchObject({
      facts: { kind: 'audit-cut-meanwhile' },
    });
    await expect(exported(format, minutes(14), () => cut(16))).rejects.toMatchObject({
      facts: { kind: 'audit-cut-meanwhile' },
    });
  });

  it('fails where the first of its records is cut, and not where only those before it are', async () => {
    const before = await trailOf(20);
    const text = await before.exported(format, minutes(14), () => before.cut(13));
    expect((await verifyFile(text)).kind).toBe('sound');
    const first = await trailOf(20);
    await expect(first.exported(format, minutes(14), () => first.cut(14))).rejects.toMatchObject({
      facts: { kind: 'audit-cut-meanwhile' },
    });
    const only = await trailOf(20);
    await expect(only.exported(format, minutes(14, 14), () => only.cut(14))).rejects.toMatchObject({
      facts: { kind: 'audit-cut-meanwhile' },
    });
    const empty = await trailOf(20);
    const nothing = await empty.exported(format, minutes(9, 5), () => empty.cut(12));
    expect((await verifyFile(nothing)).kind).toBe('sound');
  });

  it('fails where a selected record is gone by the time it is written', async () => {
    const { exported, lose } = await trailOf(20);
    await expect(exported(format, { user }, () => lose(5))).rejects.toMatchObject({
      facts: { kind: 'audit-cut-meanwhile' },
    });
  });

  it('brings names back that look like numbers', async () => {
    const { exported } = await trailOf(2, ['7', '1600']);
    expect((await verifyFile(await exported(format))).kind).toBe('sound');
  });
});

describe('a cell of a CSV export', () => {
  it('is run by no spreadsheet, whether it splits at commas, semicolons or tabs', async () => {
    const { exported } = await trailOf(nasty.length);
    const text = await exported('csv');
    const cells = z
      .array(z.array(z.string()))
      .parse(parse(text, { bom: true }))
      .flat();
    expect(cells).toContain(`'=HYPERLINK("http://x")`);
    expect(cells).toContain(`a;'=1;'-2`);
    for (const delimiter of [',', ';', '\t']) {
      const seen = z
        .array(z.array(z.string()))
        .parse(parse(text, { bom: true, delimiter, relax_quotes: true, relax_column_count: true }))
        .flat();
      expect(seen.filter((cell) => /^[\s"]*[=+\-@\t\r＝＋－＠]/.test(cell))).toEqual([]);
    }
  });

  it.each([defusing, formerDefusing])('is read back to the character', (rules) => {
    assert(
      property(stringMatching(/^[=+\-@'"＝；;\t ,a]{0,12}$/u), (cell) => {
        expect(rules.asWritten(rules.defused(cell))).toBe(cell);
      }),
      { numRuns: 1_000 },
    );
    assert(
      property(string({ unit: 'grapheme' }), (cell) => {
        expect(rules.asWritten(rules.defused(cell))).toBe(cell);
      }),
    );
  });
});
