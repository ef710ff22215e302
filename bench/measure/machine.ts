import { cpus } from 'node:os';

/** What the whole machine has done since some moment, in CPU milliseconds. */
function times(): { readonly busy: number; readonly all: number } {
  let busy = 0;
  let all = 0;
  for (const { times } of cpus()) {
    const used = times.user + times.nice + times.sys + times.irq;
    busy += used;
    all += used + times.idle;
  }
  return { busy, all };
}

/** The share of the machine that was busy from now until it is asked, from 0 to 1; benchmarks included. */
export function watchMachine(): () => number {
  const from = times();
  return () => {
    const until = times();
    return (until.busy - from.busy) / Math.max(1, until.all - from.all);
  };
}
