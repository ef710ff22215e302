import { readdirSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Loaded before a program that is measured: answers, over the channel to its parent, what it uses. It changes
 * nothing else of the program, and does not keep it from ending.
 */
const RESOLUTION_MS = 1;
const loopDelay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

process.on('message', (question) => {
  // The counted bot answers that itself.
  if (question === 'operations') return;
  if (question === 'watch-loop') {
    loopDelay.enable();
    loopDelay.reset();
    watchTurns();
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
    costliestTurnMs: costliestTurn / 1000,
    ...held(),
  });
  loopDelay.reset();
  costliestTurn = 0;
});
process.channel?.unref();

/** Where the process has to share its processor, time on the clock says little of what a turn of its loop takes. */
let costliestTurn = 0;

function watchTurns(): void {
  let before = process.cpuUsage();
  setInterval(() => {
    const now = process.cpuUsage();
    costliestTurn = Math.max(costliestTurn, now.user + now.system - before.user - before.system);
    before = now;
  }, RESOLUTION_MS).unref();
}

/** What it holds open; files are counted on Linux alone. */
function held() {
  const resources = process.getActiveResourcesInfo();
  const count = (kind: string): number => resources.filter((one) => one.startsWith(kind)).length;
  return {
    openFiles: process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0,
    timers: count('Timeout'),
    connections: count('TCPSocketWrap') + count('TLSWrap'),
  };
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}
