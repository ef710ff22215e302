import type { SentenceByKind } from '../../by-kind.js';
import type { RotationProblem } from '../../rotation-problem.js';
import { rotation } from './rotation.js';

/** The sentences for what keeps a client from getting a successor, or an old one from being given up. */
export const rotationProblems: SentenceByKind<RotationProblem> = {
  unclaimed: ({ id }) => [
    'This API client wasn’t created with this bot, so its owner and purpose aren’t known, and it can’t be rotated yet. Claim it first with ',
    { code: `/apiclient claim ${id}` },
    '.',
  ],
  'being-rotated': ({ by }) => [{ person: by }, ' is rotating this client right now. Nothing else was done.'],
  'already-rotated': ({ successor, by, at }) => [
    'This client already has a successor, ',
    { code: successor },
    ', created by ',
    { person: by },
    ' ',
    { time: at },
    '. Switch to that one, or delete it and rotate again.',
  ],
  'client-changed-meanwhile': () => [
    'Someone else changed this client at the same moment, so nothing was done. Look at it with ',
    { code: '/apiclient show' },
    ' before you try again.',
  ],
  'successor-refused': ({ id, cleanedUp }) => [
    'Alphaus didn’t accept the new client ',
    { code: id },
    ' when I tried it. ',
    cleanedUp
      ? 'I deleted it again, and nobody has seen its secret. '
      : 'It couldn’t be deleted yet. I’ll keep trying and tell you. Nobody has seen its secret. ',
    'The old client still works, and nothing about it was changed. Try again later.',
  ],
  'successor-gone': ({ id }) => [
    'The successor of this client no longer exists, so the old one wasn’t deleted. Rotate it again with ',
    { code: `/apiclient rotate ${id}` },
    ', or delete it with ',
    { code: `/apiclient delete ${id}` },
    '.',
  ],
  'overlap-invalid': ({ most }) => [rotation.overlapInvalid(most)],
};
