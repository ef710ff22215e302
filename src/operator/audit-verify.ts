import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import type { AuditHead } from '../core/audit/audit-event.js';
import { readAuditFile } from '../storage/audit/audit-file.js';
import type { Verdict } from '../storage/audit/verdict.js';
import { verifyAudit } from '../storage/audit/verify-audit.js';
import { parseKeys } from '../storage/sealing/seal.js';
import { saidNowAndThen } from './text/progress.js';
import { flawInWords, soundInWords } from './text/verdict.js';

const USAGE = `Usage: npm run audit:verify -- FILE [--head SEQUENCE:HASH]
Verifies an exported audit trail (CSV or JSON Lines) without the store. --head: what the audit channel said
last; with ENCRYPTION_KEYS in the environment, where the trail was cut is checked, too.`;

interface Asked {
  readonly file: string;
  readonly head: AuditHead | undefined;
}

function asked(): Asked {
  try {
    const { values, positionals } = parseArgs({
      options: { head: { type: 'string' } },
      allowPositionals: true,
    });
    const [file, ...rest] = positionals;
    if (file === undefined || rest.length > 0) throw new Error(USAGE);
    if (values.head === undefined) return { file, head: undefined };
    const [, sequence, hash] = /^(\d+):([0-9a-f]{64})$/.exec(values.head) ?? [];
    if (sequence === undefined || hash === undefined) throw new Error(USAGE);
    return { file, head: { sequence: Number(sequence), hash } };
  } catch (cause) {
    throw new Error(USAGE, { cause });
  }
}

/** Throws where the file cannot be read; what is wrong with its content is part of the verdict. */
async function verdictOn({ file, head }: Asked): Promise<Verdict> {
  const { ENCRYPTION_KEYS } = process.env;
  const text: AsyncIterable<string> = createReadStream(file, { encoding: 'utf8' });
  try {
    const { format, entries } = await readAuditFile(text);
    const said = saidNowAndThen(entries, (count) => `${count} lines so far.`);
    return await verifyAudit(
      { format, entries: said },
      {
        ...(ENCRYPTION_KEYS && { keys: parseKeys(ENCRYPTION_KEYS) }),
        ...(head !== undefined && { head }),
      },
    );
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${file} cannot be verified: ${why}`, { cause });
  }
}

/** What was proved of the file. Throws with the first thing that is wrong with it. */
async function verify(): Promise<string> {
  const verdict = await verdictOn(asked());
  if (verdict.kind !== 'sound') throw new Error(flawInWords(verdict));
  return soundInWords(verdict);
}

try {
  process.stdout.write(`${await verify()}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
