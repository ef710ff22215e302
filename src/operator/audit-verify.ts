import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { AuditHead } from '../core/audit/audit-event.js';
import { auditFileEntries } from '../storage/audit/audit-file.js';
import { parseKeys } from '../storage/backends/seal.js';
import { type Flaw, type Sound, verifyAudit } from '../storage/audit/verify-audit.js';

const USAGE = `Usage: npm run audit:verify -- FILE [--head SEQUENCE:HASH]
Verifies an exported audit trail (CSV or JSON Lines) without the store. --head: what the audit channel said
last; with ENCRYPTION_KEYS in the environment, where the trail was cut is checked, too.`;

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function asked(): { file: string; head: AuditHead | undefined } {
  try {
    const { values, positionals } = parseArgs({
      options: { head: { type: 'string' } },
      allowPositionals: true,
    });
    const [file, ...rest] = z.array(z.string()).min(1).parse(positionals);
    if (file === undefined || rest.length > 0) return refuse(USAGE);
    if (values.head === undefined) return { file, head: undefined };
    const [, sequence, hash = ''] = /^(\d+):([0-9a-f]{64})$/.exec(values.head) ?? refuse(USAGE);
    return { file, head: { sequence: Number(sequence), hash } };
  } catch {
    return refuse(USAGE);
  }
}

function flawed(flaw: Flaw): string {
  switch (flaw.kind) {
    case 'unreadable':
      return `Line ${flaw.line} is not a record of a trail.`;
    case 'edited':
      return `Record ${flaw.sequence} (line ${flaw.line}) was edited: its hash is not that of what it says.`;
    case 'rewritten':
      return `Record ${flaw.sequence} (line ${flaw.line}) does not follow from the record before it: one of the two was rewritten.`;
    case 'missing':
      return flaw.from === flaw.to
        ? `Record ${flaw.from} is missing (before line ${flaw.line}).`
        : `Records ${flaw.from} to ${flaw.to} are missing (before line ${flaw.line}).`;
    case 'reordered':
      return `Record ${flaw.sequence} (line ${flaw.line}) stands out of order, or twice.`;
    case 'other-workspace':
      return `Record ${flaw.sequence} (line ${flaw.line}) is of another workspace.`;
    case 'anchor-forged':
      return `The anchor in line ${flaw.line} was not made by the bot with these keys, or does not belong there.`;
    case 'cut-off':
      return `The end is missing: the last record, ${flaw.last} (line ${flaw.line}), is not that of the export which made the file.`;
    case 'empty':
      return 'The file holds no record.';
    case 'other-head':
      return `Record ${flaw.sequence} is not the one that the audit channel told of: the trail was rewritten, or the file ends before it.`;
  }
}

function sound({ records, first, head, isExcerpt, anchor }: Sound): string {
  return [
    `${records} records, ${first} to ${head.sequence}, are as they were written.`,
    ...(isExcerpt
      ? ['The export was asked to leave records out: whether others are missing cannot be told from it.']
      : first > 1
        ? anchor?.sequence === first - 1
          ? [
              `Records 1 to ${anchor.sequence} were cut on ${anchor.cutAt} as too old; ${
                anchor.isChecked
                  ? 'the bot’s keys say so.'
                  : 'set ENCRYPTION_KEYS to check that the bot says so.'
              }`,
            ]
          : [`The export was asked to begin at record ${first}.`]
        : []),
    `Head: ${head.sequence}:${head.hash}`,
  ].join('\n');
}

const { file, head } = asked();
const { ENCRYPTION_KEYS } = process.env;
const text: AsyncIterable<string> = createReadStream(file, { encoding: 'utf8' });
try {
  const verdict = await verifyAudit(auditFileEntries(text), {
    ...(ENCRYPTION_KEYS !== undefined && ENCRYPTION_KEYS !== '' && { keys: parseKeys(ENCRYPTION_KEYS) }),
    ...(head !== undefined && { head }),
  });
  if (verdict.kind !== 'sound') refuse(flawed(verdict));
  process.stdout.write(`${sound(verdict)}\n`);
} catch (error) {
  refuse(`${file} cannot be verified: ${error instanceof Error ? error.message : String(error)}`);
}
