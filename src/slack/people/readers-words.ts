import type { PersonId } from '../../core/model/ids.js';
import { wordsFor } from '../text/languages.js';
import type { Words } from '../text/words.js';

/** In which words the people of a workspace read. */
export interface ReadersWords {
  /** The words of the workspace, for what several people read. */
  readonly words: Words;
  /** The words of one person, for what only they read. */
  wordsOf(person: PersonId): Promise<Words>;
}

/** Everybody reads English. */
export const readersWords = (): ReadersWords => ({
  words: wordsFor('en'),
  wordsOf: () => Promise.resolve(wordsFor('en')),
});
