import type { Call } from '../call/call.js';
import { sentenceFor } from '../call/answering/outcome.js';
import type { Sentence } from '../text/sentence.js';
import type { Words } from '../text/words.js';

/** One line of the doctor's: what is well, or what is not and what to do. */
export interface Finding {
  readonly isGood: boolean;
  readonly said: Sentence;
}

export const good = (said: Sentence): Finding => ({ isGood: true, said });
export const bad = (said: Sentence): Finding => ({ isGood: false, said });

type Looked = Parameters<Words['doctor']['couldNotLook']>[0];

/** Looks at one thing; what it throws is a bad finding. */
export interface Check {
  /** What it looks at, for when it could not. */
  readonly name: Looked;
  look(call: Call): Promise<readonly Finding[]>;
}

export async function findings(call: Call, checks: readonly Check[]): Promise<readonly Finding[]> {
  const found = await Promise.all(
    checks.map(async (check) => {
      try {
        return await check.look(call);
      } catch (error) {
        call.log.warn({ err: error, check: check.name }, 'the doctor could not look');
        return [bad(call.words.doctor.couldNotLook(check.name, sentenceFor(call.words, error)))];
      }
    }),
  );
  return found.flat();
}
