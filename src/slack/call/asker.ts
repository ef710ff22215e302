import type { z } from 'zod';
import type { PersonId } from '../../core/model/ids.js';
import type { Log } from '../log.js';
import type { Words } from '../text/words.js';
import type { CameFrom } from '../transport/payloads.js';
import type { CallViews } from './answering/call-views.js';
import type { Services } from './services.js';

/** Who asks for something, and what is known of the asking: what rights and answers work with. */
export interface Asker {
  readonly services: Services;
  readonly person: PersonId;
  readonly reference: string;
  /** The words in the person's language. */
  readonly words: Words;
  readonly log: Log;
  readonly views: CallViews;
  /** Where the outcome is told, for what is drawn now to carry along. */
  readonly cameFrom: z.infer<typeof CameFrom>;
  /** Good for five answers within half an hour; absent where Slack gives none. */
  readonly responseUrl: string | undefined;
  /** A `Problem` when Slack has delivered the same before. */
  first(): Promise<void>;
}
