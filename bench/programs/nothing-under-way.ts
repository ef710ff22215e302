import { setTimeout as sleep } from 'node:timers/promises';
import type { Program } from './program.js';

/** Resolves when nothing goes on behind a bot's acknowledgements. */
export async function nothingUnderWay({ port }: Program): Promise<void> {
  for (;;) {
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    if (/queue_length\{queue="work"\} 0$/m.test(metrics)) return;
    await sleep(100);
  }
}
