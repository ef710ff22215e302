import type { Leases } from '../../core/coordination/leases.js';
import type { Store } from '../../core/store.js';

/** Leases over any store; `holder` is this process. */
export function leases(store: Store<string>, holder: string): Leases {
  return {
    async hold(name, ttlMs) {
      const key = `lease:${name}`;
      return (
        (await store.putIfAbsent(key, holder, ttlMs)) || (await store.replace(key, holder, holder, ttlMs))
      );
    },

    async letGo(name) {
      // Comes to an end at once, unless it is somebody else's by now.
      await store.replace(`lease:${name}`, holder, holder, 1);
    },

    isHeld: async (name) => (await store.get(`lease:${name}`)) !== undefined,
  };
}

/** Leases for a store that only one process uses: what an earlier process held ended with it. */
export const soleLeases: Leases = {
  hold: () => Promise.resolve(true),
  letGo: () => Promise.resolve(),
  isHeld: () => Promise.resolve(false),
};
