import type { Owner } from '../../../../core/model/client-record.js';
import type { SentenceByKind } from '../../by-kind.js';
import type { OwnershipProblem } from '../../ownership-problem.js';
import { mentionOf, type Sentence, sentence } from '../../sentence.js';

const cannotOwn: Readonly<
  Record<NonNullable<Extract<OwnershipProblem, { kind: 'new-owner-invalid' }>['why']>, Sentence>
> = {
  guest: ['Guests can’t own API clients. Nothing was changed.'],
  stranger: ['Only members of this workspace can own API clients. Nothing was changed.'],
  bot: ['Bots can’t own API clients. Nothing was changed.'],
  deactivated: ['This Slack account is deactivated. Nothing was changed.'],
  'empty-group': ['This user group has no full members of this workspace. Nothing was changed.'],
};

const noNewOwner = sentence(
  'Mention the new owner: a person or a user group, as in ',
  { code: '/apiclient transfer ripple-abcdef123456 @ben' },
  '.',
);

/** The sentences for what keeps an API client from changing hands. */
export const ownershipProblems: SentenceByKind<OwnershipProblem> = {
  'new-owner-invalid': ({ why }) => (why === undefined ? noNewOwner : cannotOwn[why]),
  'new-owner-others-group': () => [
    'You’re not in this user group, so only an admin can transfer the client to it. You can transfer it to a person of the group. Nothing was changed.',
  ],
  'owner-already': () => ['This API client already belongs to them. Nothing was changed.'],
  'client-without-owner': () => [
    'This API client has no owner yet. Claim it with ',
    { code: '/apiclient claim' },
    ' first.',
  ],
  'finding-over': () => ['This is settled already. ', { code: '/apiclient review' }, ' shows what is left.'],
  'transfer-over': () => [
    'This transfer is no longer open: it was answered, replaced by another one, or not accepted in time. Nothing was changed.',
  ],
};

/** Sentences about who owns an API client: claiming, transferring, assigning. */
export const ownership = {
  loading: sentence('Looking for the client…'),
  close: 'Cancel',
  idHint: 'For example ripple-abcdef123456. /apiclient list shows all of them.',
  claim: {
    button: 'Claim',
    title: 'Claim API client',
    submit: 'Claim',
    intro: sentence(
      'From now on this client has an owner and a purpose, like one created with this bot. Its ID and secret stay as they are.',
    ),
    done: (name: string, owner: Owner): Sentence => [
      { bold: name },
      ' now belongs to ',
      mentionOf(owner),
      '. Its ID and secret haven’t changed.',
    ],
  },
  transfer: {
    button: 'Transfer',
    title: 'Transfer API client',
    submit: 'Transfer',
    newOwner: 'New owner',
    newOwnerHint: 'They have 7 days to accept. Until then nothing changes.',
    newOwnerHintOfAdmin: 'As an admin you transfer it at once.',
    newOwnerGroup: 'New owner: user group',
    noNewOwner: 'Choose a person or a user group.',
    bothOwners: 'Choose either a person or a user group.',
    done: (name: string, owner: Owner): Sentence => [
      { bold: name },
      ' now belongs to ',
      mentionOf(owner),
      '.',
    ],
    offered: (name: string, to: string, until: Date): Sentence => [
      'I asked ',
      { person: to },
      ' to take over ',
      { bold: name },
      '. They have until ',
      { time: until },
      ' to accept. Until then nothing changes.',
    ],
    offeredTo: (to: string, until: Date): Sentence => [{ person: to }, ' (until ', { time: until }, ')'],
    replaced: (to: string): Sentence => ['The earlier offer to ', { person: to }, ' is over.'],
    asked: (by: string): Sentence => [
      { person: by },
      ' wants to transfer this API client to you. If you accept, you’re its owner: you decide how long it’s needed, and people ask you about it. You don’t get its secret.',
    ],
    accept: 'Accept',
    decline: 'Decline',
    acceptBy: 'Accept by',
    state: {
      accepted: sentence('You accepted. You own this client now.'),
      declined: sentence('You declined. Nothing has changed.'),
      over: sentence('This transfer is no longer open.'),
    },
  },
  assign: {
    button: 'Assign',
    title: 'Assign API client',
    submit: 'Assign',
  },
  byAt: (by: string, at: Date): Sentence => ['by ', { person: by }, ' ', { time: at }],
  news: {
    /** To the owner before. */
    transferredAway: (name: string, to: Owner, by: string): Sentence => [
      { person: by },
      ' transferred the API client ',
      { bold: name },
      ' from you to ',
      mentionOf(to),
      '.',
    ],
    /** To the members of the user group that owned it before. */
    transferredAwayFromGroup: (name: string, from: Owner, to: Owner, by: string): Sentence => [
      { person: by },
      ' transferred the API client ',
      { bold: name },
      ', which belonged to ',
      mentionOf(from),
      ', to ',
      mentionOf(to),
      '.',
    ],
    /** To the new owner. */
    nowYours: (name: string, purpose: string, by: string): Sentence => [
      { person: by },
      ' made you the owner of the API client ',
      { bold: name },
      '. It is for: ',
      purpose,
    ],
    nowYourTeams: (name: string, purpose: string, team: Owner, by: string): Sentence => [
      { person: by },
      ' made ',
      mentionOf(team),
      ' the owner of the API client ',
      { bold: name },
      '. It is for: ',
      purpose,
    ],
    accepted: (name: string, by: string): Sentence => [
      { person: by },
      ' accepted the API client ',
      { bold: name },
      ' and owns it now.',
    ],
    declined: (name: string, by: string): Sentence => [
      { person: by },
      ' declined the API client ',
      { bold: name },
      '. Nothing has changed: its owner is still responsible for it.',
    ],
    expired: (name: string, to: string): Sentence => [
      { person: to },
      ' didn’t accept the API client ',
      { bold: name },
      ' within 7 days. Nothing has changed: its owner is still responsible for it.',
    ],
  },
};
