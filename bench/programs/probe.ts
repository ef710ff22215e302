import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Loaded before a program that is measured: answers, over the channel to its parent, what it uses. It changes
 * nothing else of the program, and keeps it from ending no longer than the program wants.
 */
const RESOLUTION_MS = 1;
const loopDelay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

process.on('message', (question) => {
  // The counted bot answers that itself.
  if (question === 'operations') return;
  if (question === 'watch-loop') {
    loopDelay.enable();
    loopDelay.reset();
    return;
  }
  if (question === 'usage-after-collection') collectGarbage();
  const cpu = process.cpuUsage();
  const memory = process.memoryUsage();
  process.send?.({
    cpuMicroseconds: cpu.user + cpu.system,
    residentBytes: memory.rss,
    heapBytes: memory.heapUsed + memory.external,
    longestBlockMs: loopDelay.max / 1e6,
  });
  loopDelay.reset();
});
process.channel?.unref();

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}
