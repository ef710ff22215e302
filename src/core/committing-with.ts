import type { Commit, Condition, Part, Refused } from './store.js';

/** Whether what stood under the key of a condition, in a batch that was refused, is what it requires. */
export function isMet({ key, text, isMet: isSame }: Condition, { texts }: Refused): boolean {
  const standing = texts.get(key);
  return standing === text || (standing !== undefined && isSame(standing));
}

/** Each loss means that somebody else changed something meanwhile: nobody loses so often. */
const LOSSES_AT_MOST = 50;

/**
 * A commit that writes more in the same batch: the parts that `more` makes of what it reads. Where something that these
 * require was changed meanwhile, they are made again.
 */
export function committingWith(commit: Commit, more: () => Promise<readonly Part[]>): Commit {
  return async (parts) => {
    for (let losses = 0; losses < LOSSES_AT_MOST; losses += 1) {
      const landed = await commit([...parts, ...(await more())]);
      if (landed.kind === 'done') return landed;
      if (!parts.every((part) => part.kind !== 'require' || isMet(part, landed))) return landed;
    }
    throw new Error('what was made of the records never fits them');
  };
}
