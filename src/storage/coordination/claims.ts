import { z } from 'zod';
import type { Claims } from '../../core/coordination/claims.js';
import type { Store } from '../../core/store.js';

export const StoredClaim = z.literal(true);
export type StoredClaim = z.infer<typeof StoredClaim>;

/** How many claims one process remembers: a repeated delivery or click mostly comes soon, and to the same process. */
const REMEMBERED_AT_MOST = 10_000;

export interface ClaimsParts {
  readonly store: Store<StoredClaim>;
  readonly now: () => Date;
  /** Whether other processes may claim in the same store. */
  readonly shared: boolean;
}

/** Claims over any store; what this process itself has claimed is known without asking it. */
export function claims({ store, now, shared }: ClaimsParts): Claims {
  const until = new Map<string, number>();
  const isKnown = (key: string): boolean => (until.get(key) ?? 0) > now().getTime();
  const remember = (key: string, end: number): void => {
    until.set(key, end);
    const [oldest] = until.keys();
    if (until.size > REMEMBERED_AT_MOST && oldest !== undefined) until.delete(oldest);
  };

  const amongProcesses = async (key: string, ttlMs: number): Promise<boolean> => {
    // Counted from before the store does: it is never remembered longer than it stands.
    const end = now().getTime() + ttlMs;
    const isMine = await store.putIfAbsent(stored(key), true, ttlMs);
    if (isMine) remember(key, end);
    return isMine;
  };

  /**
   * What was claimed before is read, and read quickly. Whatever is written for this claim is on disk no sooner than
   * the claim, as writes are made in their order: so nothing waits for it.
   */
  const alone = async (key: string, ttlMs: number): Promise<boolean> => {
    remember(key, now().getTime() + ttlMs);
    const forget = (): void => void until.delete(key);
    let standing: true | undefined;
    try {
      standing = await store.get(stored(key));
    } catch (error) {
      forget();
      throw error;
    }
    if (standing !== undefined) {
      // How long that one still lives is not known.
      forget();
      return false;
    }
    // What the store does not take now it does not take of the act either, which then does not happen.
    store.put(stored(key), true, ttlMs).catch(forget);
    return true;
  };

  return {
    isKnown,
    async giveBack(key) {
      until.delete(key);
      await store.delete(stored(key));
    },
    once: async (key, ttlMs) => !isKnown(key) && (shared ? amongProcesses(key, ttlMs) : alone(key, ttlMs)),
  };
}

const stored = (key: string): string => `once:${key}`;
