import { randomUUID } from 'node:crypto';
import type { Backend } from '../backends/backend.js';
import { committing } from '../backends/commit.js';
import { createStore } from '../backends/store.js';
import { agendaEntries } from './agenda.js';
import { Notice, type Notices } from '../../core/workspace/notice.js';
import { DAY_MS } from '../../core/model/durations.js';

const LIVES_MS = 7 * DAY_MS;

const keyOf = ({ workspace, id }: Pick<Notice, 'workspace' | 'id'>): string => `notice:${workspace}:${id}`;

export interface NoticeParts {
  readonly backend: Backend;
  readonly now: () => Date;
}

/** Notices over any store. */
export function storedNotices({ backend, now }: NoticeParts): Notices {
  const notices = createStore({ backend, schema: Notice });
  const commit = committing(backend);
  const agenda = agendaEntries(backend);
  const leaving: Notices['leaving'] = (notice) => {
    const left = { ...notice, version: 1 as const, id: randomUUID() };
    const { workspace, id } = left;
    return [
      notices.part.put(keyOf(left), left, LIVES_MS),
      agenda.adding({ due: now(), kind: 'deliver-notice', workspace, id }),
    ];
  };
  return {
    leaving,

    async leave(notice) {
      await commit(leaving(notice));
    },

    delivered: (notice) => notices.delete(keyOf(notice)),

    find: (workspace, id) => notices.get(keyOf({ workspace, id })),
  };
}
