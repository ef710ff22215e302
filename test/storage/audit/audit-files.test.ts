import { parse } from 'csv-parse/sync';
import { assert, asyncProperty, constantFrom, nat, stringMatching, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AlphausUserName } from '../../../src/core/model/api-client.js';
import { ClientId } from '../../../src/core/model/ids.js';
import { AuditAnchor } from '../../../src/core/audit/audit-event.js';
import {
  AUDIT_FILE_FORMATS,
  type AuditFileFormat,
  type AuditSelection,
} from '../../../src/core/audit/audit-selection.js';
import { exportAudit } from '../../../src/core/audit/export-audit.js';
import { auditFileEntries } from '../../../src/storage/audit/audit-file.js';
import { auditFiles } from '../../../src/storage/audit/audit-files.js';
import { anchorKey, auditKey } from '../../../src/storage/audit/audit-trail.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { parseKeys } from '../../../src/storage/backends/seal.js';
import { createStore } from '../../../src/storage/backends/store.js';
import { verifyAudit } from '../../../src/storage/audit/verify-audit.js';
import { collect } from '../servers/stores-under-test.js';
import { aiko, event, trailOver, workspace } from './trail.js';
import { ENCRYPTION_KEYS, encryptionKey } from '../../encryption-keys.js';

const keys = parseKeys(ENCRYPTION_KEYS);
const user = AlphausUserName.parse('root@a.example');
const client = ClientId.parse('ripple-1');
const nasty = [
  '=HYPERLINK("http://x")',
  '+1',
  '-1',
  '@SUM(1)',
  "'=1",
  "''=1",
  '＝1',
  "'",
  'a, "b"; c',
  '日本語 🎉',
  '1e5',
];

async function trailOf(count: number, named: readonly string[] = nasty) {
  const backend = memoryBackend();
  let minute = 0;
  const trail = trailOver(backend, { now: () => new Date(Date.UTC(2026, 10, 24, 10, (minute += 1))) });
  const anchors = createStore({ backend, schema: AuditAnchor });
  for (let index = 0; index < count; index += 1) {
    const name = named[index % named.length] ?? 'nightly';
    const target = { ...(index % 2 === 0 && { user, clientId: client }), name };
    await trail.append(
      workspace,
      event({ action: index % 3 === 0 ? 'delete' : 'create', target, reason: name }),
    );
  }
  const exported = async (format: AuditFileFormat, selection: AuditSelection = {}): Promise<string> => {
    let text = '';
    await exportAudit(
      { workspace, audit: trail, auditFiles: auditFiles(trail, anchors, keys) },
      { actor: aiko, reference: 'REF', rule: 'workspace-admin' },
      format,
      selection,
      async (file) => {
        text = (await collect(file())).join('');
      },
    );
    return text;
  };
  /** As retention does. */
  const cut = async (upTo: number) => {
    const [last] = await collect(trail.forwards(workspace, upTo - 1, upTo));
    const anchor = { sequence: upTo, hash: last?.hash ?? '', cutAt: '2027-01-01T00:00:00Z' };
    await anchors.put(anchorKey(workspace), anchor);
    for (let sequence = 1; sequence <= upTo; sequence += 1)
      await backend.delete(auditKey(workspace, sequence));
  };
  return { trail, exported, cut };
}

async function* inPieces(text: string, size = 1_000): AsyncGenerator<string> {
  for (let from = 0; from < text.length; from += size) yield text.slice(from, from + size);
}

const verified = (text: string, options: Parameters<typeof verifyAudit>[1] = { keys }) =>
  verifyAudit(auditFileEntries(inPieces(text)), options);

/** The lines of a file with their ends; what stands before the first record stays with it. */
function linesOf(format: AuditFileFormat, text: string): { header: string; lines: string[] } {
  const lines = text.split(/(?<=\n)/);
  return format === 'csv' ? { header: lines[0] ?? '', lines: lines.slice(1) } : { header: '', lines };
}

describe.each(AUDIT_FILE_FORMATS)('an export as %s', (format) => {
  const firstLine = format === 'csv' ? 2 : 1;

  it('is sound, and says what it holds', async () => {
    const { trail, exported } = await trailOf(20);
    const text = await exported(format);
    const head = (await collect(trail.forwards(workspace, 20, 21)))[0];
    expect(await verified(text)).toEqual({
      kind: 'sound',
      records: 21,
      first: 1,
      head: { sequence: 21, hash: head?.hash },
      isExcerpt: false,
      anchor: undefined,
    });
    expect(await verified(text, { head: { sequence: 5, hash: '0'.repeat(64) } })).toEqual({
      kind: 'other-head',
      sequence: 5,
    });
    expect(await verified(text, { head: { sequence: 99, hash: '0'.repeat(64) } })).toEqual({
      kind: 'other-head',
      sequence: 99,
    });
  });

  it('shows every edited character', async () => {
    const { exported } = await trailOf(6);
    const { header, lines } = linesOf(format, await exported(format));
    await assert(
      asyncProperty(nat(), nat(), constantFrom('x', '7', 'Ω'), async (which, where, letter) => {
        const index = which % lines.length;
        const line = lines[index] ?? '';
        const end = line.length - (format === 'csv' ? 2 : 1);
        const at = where % end;
        const edited = `${line.slice(0, at)}${letter}${line.slice(at + 1)}`;
        if (edited === line) return;
        const verdict = await verified(header + lines.with(index, edited).join(''));
        expect(verdict.kind).not.toBe('sound');
        expect('line' in verdict && verdict.line).toBe(index + firstLine);
      }),
      { numRuns: 300 },
    );
  });

  it('shows every missing record, the last one too', async () => {
    const { exported } = await trailOf(6);
    const { header, lines } = linesOf(format, await exported(format));
    for (const [index] of lines.entries()) {
      const sequence = index + 1;
      expect(await verified(header + lines.toSpliced(index, 1).join(''))).toEqual(
        sequence === 7
          ? { kind: 'cut-off', line: 5 + firstLine, last: 6 }
          : { kind: 'missing', line: index + firstLine, from: sequence, to: sequence },
      );
    }
  });

  it('shows every two records that changed places, and one that stands twice', async () => {
    const { exported } = await trailOf(6);
    const { header, lines } = linesOf(format, await exported(format));
    await assert(
      asyncProperty(uniqueArray(nat(6), { minLength: 2, maxLength: 2 }), async (swapped) => {
        const [early = 0, late = 0] = swapped.toSorted((a, b) => a - b);
        const changed = lines.with(early, lines[late] ?? '').with(late, lines[early] ?? '');
        const verdict = await verified(header + changed.join(''));
        expect(verdict).toEqual({ kind: 'reordered', line: early + firstLine, sequence: late + 1 });
      }),
    );
    expect(await verified(header + lines.toSpliced(3, 0, lines[2] ?? '').join(''))).toEqual({
      kind: 'reordered',
      line: 3 + firstLine,
      sequence: 3,
    });
  });

  it('shows a record that was written anew with a hash of its own', async () => {
    const [one, other] = [await trailOf(6), await trailOf(6, ['changed'])];
    const { header, lines } = linesOf(format, await one.exported(format));
    const { lines: others } = linesOf(format, await other.exported(format));
    expect(await verified(header + lines.with(0, others[0] ?? '').join(''))).toEqual({
      kind: 'rewritten',
      line: firstLine + 1,
      sequence: 2,
    });
  });

  it('brings every text back as it was', async () => {
    await assert(
      asyncProperty(stringMatching(/^[=+\-@'"＝,;\\a ]{1,8}[a"]$/u), async (name) => {
        const { exported } = await trailOf(2, [name]);
        expect((await verified(await exported(format))).kind).toBe('sound');
      }),
    );
  });

  it.each<[string, AuditSelection, number, boolean]>([
    ['an Alphaus user', { user }, 11, true],
    ['an action', { action: 'delete' }, 8, true],
    ['a client', { client }, 11, true],
    ['the time until', { until: new Date(Date.UTC(2026, 10, 24, 10, 4)) }, 5, true],
    ['the time since', { since: new Date(Date.UTC(2026, 10, 24, 10, 5)) }, 17, false],
  ])('by %s is sound, and says whether it leaves records out', async (_, selection, records, isExcerpt) => {
    const { exported } = await trailOf(20);
    const text = await exported(format, selection);
    expect(await verified(text)).toMatchObject({ kind: 'sound', records, isExcerpt });
  });

  it('since a time still shows a missing record in the middle', async () => {
    const { exported } = await trailOf(20);
    const { header, lines } = linesOf(
      format,
      await exported(format, { since: new Date(Date.UTC(2026, 10, 24, 10, 5)) }),
    );
    expect(await verified(header + lines.toSpliced(3, 1).join(''))).toMatchObject({
      kind: 'missing',
      from: 8,
      to: 8,
    });
  });

  it('of a trail whose oldest records were cut begins with the anchor, which the bot has sealed', async () => {
    const { exported, cut } = await trailOf(20);
    await cut(12);
    const text = await exported(format);
    const anchor = { sequence: 12, cutAt: '2027-01-01T00:00:00Z' };
    expect(await verified(text)).toMatchObject({
      kind: 'sound',
      first: 13,
      anchor: { ...anchor, isChecked: true },
    });
    expect(await verified(text, {})).toMatchObject({
      kind: 'sound',
      anchor: { ...anchor, isChecked: false },
    });
    // Somebody cuts two more, and moves the anchor.
    const { header, lines } = linesOf(format, text);
    const forged = (lines[0] ?? '').replace(/12/, '14');
    expect(await verified(header + [forged, ...lines.slice(3)].join(''))).toMatchObject({
      kind: 'anchor-forged',
    });
    expect(await verified(header + lines.slice(1).join(''))).toMatchObject({
      kind: 'missing',
      from: 1,
      to: 12,
    });
    const others = parseKeys(encryptionKey('k1', 'another'));
    expect(await verified(text, { keys: others })).toMatchObject({ kind: 'anchor-forged' });
  });
});

it('a spreadsheet runs no cell of a CSV export', async () => {
  const { exported } = await trailOf(nasty.length);
  // Read as a spreadsheet does.
  const cells = z
    .array(z.array(z.string()))
    .parse(parse(await exported('csv'), { bom: true }))
    .flat();
  expect(cells.filter((cell) => /^[=+\-@\t\r＝＋－＠]/.test(cell))).toEqual([]);
  expect(cells).toContain(`'=HYPERLINK("http://x")`);
});

it('a file of something else is refused at its first line', async () => {
  expect(await verified('a,b\n1,2\n')).toEqual({ kind: 'unreadable', line: 1 });
  expect(await verified('{"a":1}\n')).toEqual({ kind: 'unreadable', line: 1 });
  expect(await verified('')).toEqual({ kind: 'empty' });
});
