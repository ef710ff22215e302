import { z } from 'zod';
import { Finding, FindingKind } from '../../../core/attention/finding.js';
import type { FindingPlace, Findings } from '../../../core/attention/findings.js';
import { ClientId, type WorkspaceId } from '../../../core/model/ids.js';
import type { Part } from '../../../core/store.js';
import type { Backend } from '../../backends/backend.js';
import { committing } from '../../backends/commit.js';
import { createStore } from '../../backends/store.js';
import { findingKey, findingPrefix, keysOfFindings, untoldKey } from './finding-keys.js';

/** Each is two keys of a batch, and one condition. */
const AT_ONCE = 100;

const wakePrefix = (workspace: WorkspaceId): string => `finding-wake:${workspace}:`;

/** Findings over any store, with an index of those of which nobody was told, and one of those that were put off. */
export function storedFindings(backend: Backend): Findings {
  const findings = createStore({ backend, schema: Finding });
  const marks = createStore({ backend, schema: z.literal(true) });
  const commit = committing(backend);

  const keyOf = (finding: Finding): string => findingKey(finding.workspace, finding);

  const noting = (finding: Finding): readonly Part[] => [
    findings.part.put(keyOf(finding), finding),
    finding.toldAt === undefined
      ? marks.part.put(untoldKey(finding.workspace, finding), true)
      : marks.part.delete(untoldKey(finding.workspace, finding)),
  ];

  /** Replaces what stands under these places, in batches; `change` leaves one as it is with `undefined`. */
  const changeAll = async (
    workspace: WorkspaceId,
    places: readonly FindingPlace[],
    change: (standing: Finding | undefined, index: number) => Finding | undefined,
  ): Promise<void> => {
    for (let first = 0; first < places.length; first += AT_ONCE) {
      const some = places.slice(first, first + AT_ONCE);
      const keys = some.map((place) => findingKey(workspace, place));
      for (;;) {
        const standing = await findings.getAll(keys);
        const parts = standing.flatMap((before, index): readonly Part[] => {
          const after = change(before, first + index);
          if (after === undefined) return [];
          return [findings.part.expect(keys[index] ?? '', before), ...noting(after)];
        });
        if (parts.length === 0 || (await commit(parts)).kind === 'done') break;
        // Somebody else's change landed: these are applied to that.
      }
    }
  };

  const settling = (workspace: WorkspaceId, { kind, client }: FindingPlace): readonly Part[] =>
    keysOfFindings(workspace, client, [kind]).map((key) => marks.part.delete(key));

  return {
    find: (workspace, place) => findings.get(findingKey(workspace, place)),

    async of(workspace, client) {
      const found = await findings.getAll(
        FindingKind.options.map((kind) => findingKey(workspace, { kind, client })),
      );
      return found.filter((finding) => finding !== undefined);
    },

    async *standing(workspace, { kind, after, backwards = false } = {}) {
      const range = {
        backwards,
        ...(after !== undefined && { after: findingKey(workspace, after) }),
      };
      for await (const [, finding] of findings.scan(findingPrefix(workspace, kind), range)) yield finding;
    },

    async *untold(workspace) {
      let places: FindingPlace[] = [];
      const read = async (): Promise<readonly (Finding | undefined)[]> => {
        const found = await findings.getAll(places.map((place) => findingKey(workspace, place)));
        places = [];
        return found;
      };
      for await (const key of marks.keys(`finding-new:${workspace}:`)) {
        const place = placeIn(key);
        if (place !== undefined) places.push(place);
        if (places.length === AT_ONCE) for (const one of await read()) if (one !== undefined) yield one;
      }
      if (places.length > 0) for (const one of await read()) if (one !== undefined) yield one;
    },

    note: (workspace, found) =>
      changeAll(workspace, found, (standing, index) =>
        standing?.mark === found[index]?.mark ? undefined : found[index],
      ),

    noting,

    told: (workspace, found, at) =>
      changeAll(workspace, found, (standing, index) =>
        standing === undefined || standing.mark !== found[index]?.mark || standing.toldAt !== undefined
          ? undefined
          : { ...standing, toldAt: at.toISOString() },
      ),

    puttingOff: (finding, until) => [
      findings.part.expect(keyOf(finding), finding),
      ...noting({
        ...finding,
        toldAt: finding.toldAt ?? until.toISOString(),
        quietUntil: until.toISOString(),
      }),
      marks.part.put(
        `${wakePrefix(finding.workspace)}${until.toISOString()}:${finding.kind}:${finding.client}`,
        true,
      ),
    ],

    settling,

    async settle(workspace, places) {
      for (let first = 0; first < places.length; first += AT_ONCE) {
        await commit(places.slice(first, first + AT_ONCE).flatMap((place) => settling(workspace, place)));
      }
    },

    async wake(workspace, now) {
      const prefix = wakePrefix(workspace);
      for await (const key of marks.keys(prefix)) {
        const until = key.slice(prefix.length, prefix.length + now.toISOString().length);
        if (until > now.toISOString()) return;
        const place = placeIn(key);
        if (place !== undefined) {
          await changeAll(workspace, [place], (standing) => {
            if (standing?.quietUntil !== until) return undefined;
            const { quietUntil: _, toldAt: __, ...rest } = standing;
            return rest;
          });
        }
        await marks.delete(key);
      }
    },
  };
}

/** The kind and the client that end a key. */
function placeIn(key: string): FindingPlace | undefined {
  const [kind, client] = key.split(':').slice(-2);
  const read = z.object({ kind: FindingKind, client: ClientId }).safeParse({ kind, client });
  return read.success ? read.data : undefined;
}
