import { setTimeout as sleep } from 'node:timers/promises';
import type { Program } from './program.js';
import { ofActs, type StoreOperation } from './watched-store.js';

const LOOK_EVERY_MS = 60;
/** So many looks in a row that find nothing new: the act, and what follows from it, is over. */
const LOOKS = 3;

/** What acts asked of the store since this was called last, once nothing more comes of them. */
export async function actOperations(bot: Program): Promise<readonly StoreOperation[]> {
  const made: StoreOperation[] = [];
  for (let quiet = 0; quiet < LOOKS; quiet += 1) {
    const more = ofActs(await bot.operations());
    if (more.length > 0) quiet = -1;
    made.push(...more);
    await sleep(LOOK_EVERY_MS);
  }
  return made;
}
