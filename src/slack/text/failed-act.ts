import type { PersonId } from '../../core/model/ids.js';

/** What the sentence for a failure may say of the act that failed, beside its facts. */
export interface FailedAct {
  /** Admins by name, for a sentence that sends somebody to them; nobody where none is known. */
  readonly ask: readonly PersonId[];
  /** The subcommand that was typed; absent under a button and in a form. */
  readonly command?: string | undefined;
}

/** A failure of which nothing is known but its facts. */
export const someAct: FailedAct = { ask: [] };
