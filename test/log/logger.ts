// Logs as many lines as it is told to, and says after each thousand that it goes on, without its standard output.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createLog } from '../../src/log.js';
import { LogOutput } from '../../src/log-output.js';

const output = new LogOutput();
const log = createLog('info', output);
const lines = Number(process.argv[2]);
for (let line = 1; line <= lines; line += 1) {
  log.info({ line, padding: 'x'.repeat(200) }, 'a line');
  if (line % 1_000 === 0) {
    process.send?.(line);
    await nextTurn();
  }
}
process.on('message', () => {
  log.info({}, 'the last line');
  void output.flushed(10_000).then(() => process.exit(0));
});
