import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { LastSeen } from '../../core/attention/last-seen.js';
import type { WorkspaceId } from '../../core/model/ids.js';
import type { Backend } from '../backends/backend.js';
import { committing } from '../backends/commit.js';
import { createStore } from '../backends/store.js';

/** A digest for each part: the same digest, and the part is not even read. */
const Head = z.object({ digests: z.array(z.string()) });
/** What was there, each with its value. */
const SeenPart = z.record(z.string(), z.string());

/** Entries of a part, about: so much is read and written where one of them changes. */
const PART_SIZE = 64;
const MOST_PARTS = 1024;
const PARTS_AT_ONCE = 50;

type Entries = ReadonlyMap<string, string>;

const headKey = (workspace: WorkspaceId, name: string): string => `seen:${workspace}:${name}`;
const partKey = (workspace: WorkspaceId, name: string, part: number): string =>
  `seen-part:${workspace}:${name}:${part}`;

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The last look over any store: entries are spread over parts by a hash, and only parts that differ are read. */
export function lastSeen(backend: Backend): LastSeen {
  const heads = createStore({ backend, schema: Head });
  const parts = createStore({ backend, schema: SeenPart });
  const commit = committing(backend);

  return {
    async compare(workspace, name, now) {
      const key = headKey(workspace, name);
      const head = await heads.get(key);
      const before = head?.digests ?? [];
      const count = partsFor(now.size, before.length);
      const spread = spreadOver(now, count);
      const digests = spread.map(digestOf);
      const isSpreadAnew = count !== before.length;
      const differing = isSpreadAnew
        ? before.map((_, part) => part)
        : digests.flatMap((digest, part) => (digest === before[part] ? [] : [part]));
      const was = new Map<string, string>();
      for (let first = 0; first < differing.length; first += PARTS_AT_ONCE) {
        const some = differing.slice(first, first + PARTS_AT_ONCE);
        const read = await parts.getAll(some.map((part) => partKey(workspace, name, part)));
        for (const part of read) for (const [id, value] of Object.entries(part ?? {})) was.set(id, value);
      }
      const compared = isSpreadAnew ? [now] : differing.map((part) => spread[part] ?? new Map());
      const added = compared.flatMap((entries) => [...entries.keys()].filter((id) => !was.has(id)));
      const gone = new Map([...was].filter(([id]) => !now.has(id)));
      const written = isSpreadAnew ? digests.map((_, part) => part) : differing;
      return {
        isFirst: head === undefined,
        added,
        gone,
        async keep() {
          if (head !== undefined && written.length === 0 && !isSpreadAnew) return;
          for (let first = 0; first < written.length; first += PARTS_AT_ONCE) {
            const some = written.slice(first, first + PARTS_AT_ONCE);
            await commit(
              some.map((part) =>
                parts.part.put(partKey(workspace, name, part), Object.fromEntries(spread[part] ?? [])),
              ),
            );
          }
          // Behind its parts: until then they are compared again.
          await heads.put(key, { digests });
        },
      };
    },
  };
}

/** As many parts as before, unless they have become far too large or small. */
function partsFor(entries: number, before: number): number {
  const wanted = Math.min(MOST_PARTS, Math.max(1, Math.ceil(entries / PART_SIZE)));
  const stillFits = before > 0 && wanted <= before * 4 && wanted * 4 >= before;
  return stillFits ? before : wanted;
}

function spreadOver(entries: Entries, count: number): readonly Map<string, string>[] {
  const spread = Array.from({ length: count }, () => new Map<string, string>());
  for (const [id, value] of entries) spread[hashOf(id).readUInt32BE(0) % count]?.set(id, value);
  return spread;
}

function digestOf(entries: Entries): string {
  const sorted = [...entries].map(([id, value]) => JSON.stringify([id, value])).sort();
  return hashOf(sorted.join('\n')).toString('base64url').slice(0, 22);
}
