import type { Rules, VersionedRules } from '../../core/rules/rules.js';

/** What is asked in one go is decided by one state of the rules; later in a long call they are read again. */
const SHARED_FOR_MS = 1_000;

/** The rules for one call, whose reads are shared: a conversation and its verb ask without a second round trip. */
export function rulesOfCall(rules: Rules): Rules {
  let last: { readonly read: Promise<VersionedRules>; readonly until: number } | undefined;
  return {
    ...rules,
    of(workspace) {
      if (last === undefined || performance.now() >= last.until) {
        last = { read: rules.of(workspace), until: performance.now() + SHARED_FOR_MS };
      }
      return last.read;
    },
    async change(...change) {
      try {
        return await rules.change(...change);
      } finally {
        last = undefined;
      }
    },
  };
}
