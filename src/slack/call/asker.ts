import type { ModalView } from '@slack/types';
import type { PersonId } from '../../core/model/ids.js';
import type { Log } from '../log.js';
import type { Words } from '../text/words.js';
import type { WhichView } from '../web-api/slack-calls.js';
import type { Services } from './services.js';

/** Who asks for something, and what is known of the asking: what rights and answers work with. */
export interface Asker {
  readonly services: Services;
  readonly person: PersonId;
  readonly reference: string;
  /** The words in the person's language. */
  readonly words: Words;
  readonly log: Log;
  /** Good for five answers within half an hour; absent where Slack gives none. */
  readonly responseUrl: string | undefined;
  /** The modal in which a button was pressed. */
  readonly modalId: string | undefined;
  /** A `Problem` when Slack has delivered the same before. */
  first(): Promise<void>;
  /**
   * Opens a view over App Home or a modal in which a button was pressed; resolves to its id, or `undefined` where the
   * press was elsewhere, or too long ago.
   */
  openOver(view: ModalView): Promise<string | undefined>;
  /** Resolves to whether the view still stood. */
  showIn(which: WhichView, view: ModalView): Promise<boolean>;
}
