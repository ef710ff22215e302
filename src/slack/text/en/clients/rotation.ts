import type { ClientId } from '../../../../core/model/ids.js';
import type { Owned, Succeeded } from '../../owned.js';
import { type Sentence, sentence } from '../../sentence.js';
import { counted, labelled } from '../grammar.js';
import { yourClient } from './your-client.js';

/** Sentences about a client that gets a successor. */
export const rotation = {
  button: 'Rotate',
  title: 'Rotate API client',
  submit: 'Rotate',
  close: 'Cancel',
  loading: sentence('Looking up the client…'),
  what: sentence(
    'You get a new client with the same name, Alphaus user, owner and purpose. The old one keeps working until you delete it, so you can switch your programs without an outage.',
  ),
  needsApproval: sentence(
    'This needs an approval. Your request goes to the people who decide. Once it’s approved, you create the new client yourself, and nothing changes before that.',
  ),
  /** What a request for a successor says of the client that it is to succeed. */
  requested: (old: ClientId, overlapDays: number): Sentence =>
    labelled('Successor of', { code: old }, `, and both are used for ${counted(overlapDays, 'day', 'days')}`),
  overlap: 'Overlap (days)',
  overlapHint: 'How long you’ll use both. I remind you when it’s over. Nothing is deleted until you say so.',
  overlapInvalid: (most: number): string => `Enter a whole number of days, from 1 to ${most}.`,
  done: (name: string): Sentence => [
    'Rotated ',
    { bold: name },
    '. The secret of the new client is in your direct message with me. The old client still works.',
  ],
  tellOwner: (of: Owned, { by, old, successor }: Succeeded): Sentence => [
    ...yourClient(of),
    ' (',
    { code: old },
    ') was rotated by ',
    { person: by },
    ', who has the secret of its successor ',
    { code: successor },
    '. The old client keeps working until it’s deleted.',
  ],

  predecessor: (id: ClientId): Sentence => labelled('Predecessor', { code: id }),
  successor: (id: ClientId): Sentence => labelled('Successor', { code: id }),
  switchBy: (successor: ClientId, until: Date): Sentence => [
    'Switch your programs to ',
    { code: successor },
    ' by ',
    { time: until },
    '. This client keeps working until you delete it.',
  ],
  /** On the successor's receipt, where the old client's is in somebody else's hands. */
  deleteOldBy: (old: ClientId, until: Date): Sentence => [
    'Switch your programs to this client by ',
    { time: until },
    '. The old client ',
    { code: old },
    ' keeps working until you delete it.',
  ],
  switched: 'Switched, delete the old one',
  switchedConfirm: {
    title: 'Delete the old client?',
    text: 'Programs that still use the old ID and secret stop working immediately. It can’t be restored: make sure first that the new secret is saved.',
    yes: 'Delete',
    no: 'Keep',
  },
  reminder: (name: string, { old, successor, until }: Overlap): Sentence => [
    'The overlap of ',
    { bold: name },
    ' ended ',
    { time: until },
    ', and both clients still work: the old ',
    { code: old },
    ' and its successor ',
    { code: successor },
    '. Delete the old one once nothing uses it any more.',
  ],
};

interface Overlap {
  readonly old: ClientId;
  readonly successor: ClientId;
  readonly until: Date;
}
