import { randomUUID } from 'node:crypto';
import type { Notice, Notices } from '../../core/workspace/notice.js';
import type { Store } from '../../core/store.js';

const LIVES_MS = 7 * 24 * 3_600_000;

const keyOf = ({ workspace, id }: Pick<Notice, 'workspace' | 'id'>): string => `notice:${workspace}:${id}`;

/** Notices over any store. */
export function storedNotices(store: Store<Notice>): Notices {
  return {
    async leave(notice) {
      const left = { ...notice, version: 1 as const, id: randomUUID() };
      await store.put(keyOf(left), left, LIVES_MS);
    },

    delivered: (notice) => store.delete(keyOf(notice)),

    async *waiting() {
      for await (const [, notice] of store.scan('notice:')) yield notice;
    },
  };
}
