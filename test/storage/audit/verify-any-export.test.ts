import { assert, asyncProperty, constantFrom, nat } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AUDIT_FILE_FORMATS, type AuditSelection } from '../../../src/core/audit/audit-selection.js';
import { verifyFile } from './exporting.js';
import { at, client, trailOf, user } from './trail-of.js';

const selections: readonly AuditSelection[] = [
  {},
  { since: at(12) },
  { until: at(17) },
  { since: at(12), until: at(17) },
  { user },
  { client, since: at(12) },
  { action: 'delete', since: at(12), until: at(17) },
];

/** Whatever somebody does to a file whole line by whole line. */
const changes = {
  removed: (lines: readonly string[], one: number) => lines.toSpliced(one, 1),
  repeated: (lines: readonly string[], one: number, other: number) =>
    lines.toSpliced(other, 0, lines[one] ?? ''),
  moved: (lines: readonly string[], one: number, other: number) =>
    lines.toSpliced(one, 1).toSpliced(other, 0, lines[one] ?? ''),
  exchanged: (lines: readonly string[], one: number, other: number) =>
    lines.with(one, lines[other] ?? '').with(other, lines[one] ?? ''),
  'cut after': (lines: readonly string[], one: number) => lines.slice(0, one + 1),
  'cut before': (lines: readonly string[], one: number) => lines.slice(one),
};

describe.each(AUDIT_FILE_FORMATS)('in an export as %s, of a trail that is whole or was cut', (format) => {
  it.each(selections.map((selection) => ({ selection })))(
    'no line can be removed, repeated or moved unnoticed: $selection',
    async ({ selection }) => {
      const [whole, old] = [await trailOf(20), await trailOf(20)];
      await old.cut(10);
      const files = [await whole.exported(format, selection), await old.exported(format, selection)];
      await assert(
        asyncProperty(
          constantFrom(...files),
          constantFrom(...Object.values(changes)),
          nat(),
          nat(),
          async (text, change, one, other) => {
            const lines = text.split(/(?<=\n)/);
            const changed = change(lines, one % lines.length, other % lines.length).join('');
            if (changed !== text) expect((await verifyFile(changed)).kind).not.toBe('sound');
          },
        ),
        { numRuns: 300 },
      );
    },
  );
});
