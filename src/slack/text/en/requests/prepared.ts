import type { PersonId } from '../../../../core/model/ids.js';
import { approvalsIn } from '../../../../core/requests/approvals.js';
import type { ClosingReason, RequestState } from '../../../../core/requests/request.js';
import { sentenceOf, type SentenceByKind } from '../../by-kind.js';
import type { PreparedForSomebody } from '../../prepared-for-somebody.js';
import type { Sentence } from '../../sentence.js';
import { labelledName } from '../grammar.js';
import { comments, requestState } from './request-states.js';
import { alphausUser } from '../setup.js';

/** Where a client stands that somebody prepared for somebody else. */
const states = ({ requester, preparedBy }: PreparedForSomebody): SentenceByKind<RequestState> => ({
  open: requestState,
  denied: requestState,
  approved: ({ approval }) => [
    'Prepared by ',
    { person: preparedBy },
    ' ',
    { time: new Date(approval.at) },
    ' under ',
    { bold: alphausUser(approval.user) },
    '. ',
    { person: requester },
    ' can create it until ',
    { time: new Date(approval.collectBy) },
    '.',
    ...comments(approvalsIn(approval)),
  ],
  collecting: () => ['Prepared by ', { person: preparedBy }, '. The client is being created.'],
  collected: ({ approval, at, client }) => [
    'Prepared by ',
    { person: preparedBy },
    ' under ',
    { bold: alphausUser(approval.user) },
    '. ',
    { person: requester },
    ' created it ',
    { time: new Date(at) },
    ' as ',
    { code: client },
    '.',
  ],
  ambiguous: () => [
    'Prepared by ',
    { person: preparedBy },
    '. Alphaus didn’t answer clearly when the client was created, so it may or may not exist.',
  ],
  withdrawn: ({ at }) => ['Declined by ', { person: requester }, ' ', { time: new Date(at) }, '.'],
  revoked: ({ by, at }) => ['Taken back by ', { person: by }, ' ', { time: new Date(at) }, '.'],
  expired: ({ at }) => ['Expired ', { time: new Date(at) }, ': it wasn’t created in time.'],
  closed: ({ at, why }) => ['Closed ', { time: new Date(at) }, closedBecause[why]],
});

const closedBecause: Readonly<Record<ClosingReason, string>> = {
  'requester-gone': ': the person that it was prepared for is no longer a member of this workspace.',
  'preparer-lost-right':
    ': the person who prepared it can no longer create API clients under this Alphaus user.',
  'nobody-decides': '.',
  'too-few-decide': '.',
  'old-client-gone': '.',
};

const state = (prepared: PreparedForSomebody): Sentence => sentenceOf(states(prepared), prepared.state);

const inOneLine = (prepared: PreparedForSomebody): Sentence => labelledName(prepared.name, state(prepared));

interface Prepares {
  readonly by: PersonId;
  readonly name: string;
  readonly user: string | undefined;
  readonly requester: PersonId;
}

/** Everything about API clients that one person prepares for another. */
export const prepared = {
  heading: 'API client prepared for somebody else',
  yours: 'An API client is prepared for you',
  prepares: ({ by, name, user, requester }: Prepares): Sentence => [
    { person: by },
    ' prepared ',
    { bold: name },
    ...(user === undefined ? [] : [' under ', { bold: user }]),
    ' for ',
    { person: requester },
  ],
  for: 'For',
  forHint:
    'Leave empty for yourself. Somebody else creates it with a click in their direct message with me, and only they see the secret. They own it, unless a user group does.',
  intro: (by: string): Sentence => [
    { person: by },
    ' prepared an API client for you. Create it here when you’re ready: its secret is shown only to you, once.',
  ],
  decline: 'Decline',
  done: (name: string, recipient: string): Sentence => [
    { bold: name },
    ' is prepared. ',
    { person: recipient },
    ' has been asked to create it, and only they will see its secret.',
  ],
  notReached: (name: string, recipient: string): Sentence => [
    { bold: name },
    ' is prepared, but Slack doesn’t accept my message to ',
    { person: recipient },
    ' yet. I’ll keep trying. They can also find it with ',
    { code: '/apiclient requests' },
    '.',
  ],
  youDeclined: (name: string, by: string): Sentence => [
    'You declined ',
    { bold: name },
    '. ',
    { person: by },
    ' has been told.',
  ],
  state,
  inOneLine,
  /** What the recipient hears, where they can do nothing any more. */
  takenBackNews: (name: string, by: string): Sentence => [
    { person: by },
    ' took back ',
    { bold: name },
    ', the API client prepared for you. Nothing was created.',
  ],
  /** Under the reason why it can't be created by the policy as it is now. */
  policyChanged: (name: string, by: string): Sentence => [
    'The policy has changed since ',
    { person: by },
    ' prepared ',
    { bold: name },
    ', so nothing was created. Decline it and ask them to prepare it again in a way that follows the policy.',
  ],
  expiredNews: (name: string, by: string): Sentence => [
    'The time to create ',
    { bold: name },
    ', which ',
    { person: by },
    ' prepared for you, is over. Ask them to prepare it again if you still need it.',
  ],
  closedNews: (name: string, by: string): Sentence => [
    { bold: name },
    ' can’t be created any more: ',
    { person: by },
    ', who prepared it for you, can no longer create API clients under its Alphaus user.',
  ],
  reminder: (name: string, by: string, until: Date): Sentence => [
    { bold: name },
    ', which ',
    { person: by },
    ' prepared for you, isn’t created yet. Create it by ',
    { time: until },
    '. The secret is shown only to you, once.',
  ],
  /** What the person hears who prepared it, where nothing was created. */
  declinedNews: (name: string, recipient: string): Sentence => [
    { person: recipient },
    ' declined ',
    { bold: name },
    ', the API client that you prepared. Nothing was created.',
  ],
  notCreatedNews: (prepared: PreparedForSomebody): Sentence => [
    'Nothing was created of what you prepared. ',
    ...inOneLine(prepared),
  ],
};
