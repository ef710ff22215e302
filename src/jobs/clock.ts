export interface Clock {
  stop(): void;
}

/** Runs `job` at once and then again, `everyMs` after each end: runs never overlap. */
export function runByClock(everyMs: number, job: () => Promise<void>): Clock {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const run = async (): Promise<void> => {
    await job();
    if (!stopped) timer = setTimeout(() => void run(), everyMs);
  };
  void run();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
