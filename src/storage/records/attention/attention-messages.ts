import { z } from 'zod';
import { AttentionMessage, type AttentionMessages } from '../../../core/attention/attention-messages.js';
import type { ClientId, WorkspaceId } from '../../../core/model/ids.js';
import { DAY_MS } from '../../../core/model/durations.js';
import type { Backend } from '../../backends/backend.js';
import { committing } from '../../backends/commit.js';
import { createStore } from '../../backends/store.js';

/** Buttons that are older say how things are, and nothing is redrawn. */
const LIVES_MS = 120 * DAY_MS;

const keyOf = (workspace: WorkspaceId, id: string): string => `attention-message:${workspace}:${id}`;
const showingPrefix = (workspace: WorkspaceId, client: ClientId): string =>
  `attention-of:${workspace}:${client}:`;

/** Messages about findings over any store, with an index by the API clients that they show. */
export function attentionMessages(backend: Backend): AttentionMessages {
  const messages = createStore({ backend, schema: AttentionMessage });
  const marks = createStore({ backend, schema: z.literal(true) });
  const commit = committing(backend);
  return {
    async keep(message) {
      const { workspace, id } = message;
      const clients = new Set(message.shown.map(({ client }) => client));
      const absent = messages.part.expect(keyOf(workspace, id), undefined);
      const landed = await commit([
        absent,
        messages.part.put(keyOf(workspace, id), message, LIVES_MS),
        ...[...clients].map((client) =>
          marks.part.put(`${showingPrefix(workspace, client)}${id}`, true, LIVES_MS),
        ),
      ]);
      return landed.kind === 'done' ? message : (absent.standing(landed) ?? message);
    },

    find: (workspace, id) => messages.get(keyOf(workspace, id)),

    async posted({ workspace, id }, place) {
      const key = keyOf(workspace, id);
      for (let current = await messages.get(key); current !== undefined; ) {
        const next = { ...current, places: [...current.places, place] };
        const swapped = await messages.swap(key, current, next, LIVES_MS);
        if (swapped.kind === 'swapped') return;
        current = swapped.standing;
      }
    },

    async showing(workspace, client) {
      const ids: string[] = [];
      for await (const key of marks.keys(showingPrefix(workspace, client))) {
        ids.push(key.slice(key.lastIndexOf(':') + 1));
      }
      if (ids.length === 0) return [];
      const found = await messages.getAll(ids.map((id) => keyOf(workspace, id)));
      return found.filter((message) => message !== undefined);
    },
  };
}
