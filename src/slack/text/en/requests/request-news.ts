import type { PersonId } from '../../../../core/model/ids.js';
import { type Approval, approvalsIn } from '../../../../core/requests/approvals.js';
import type { ClosingReason } from '../../../../core/requests/request.js';
import type { ChannelRefusal } from '../../../refusal.js';
import { listed } from '../grammar.js';
import { approvers, comments } from './request-states.js';
import { askAdmin } from '../setup.js';
import { channelRefused } from '../problems/slack-problems.js';
import { type Sentence, sentence } from '../../sentence.js';

const moreApprovers = (ask: readonly PersonId[]): Sentence => [
  ...askAdmin(ask),
  ' to name more approvers, then ask again.',
];

/** What people are told of requests without having asked: decisions, ends, reminders, and what is amiss. */
export const requestNews = {
  approvedNews: (name: string, approval: Approval): Sentence => [
    ...approvers(approval),
    ' approved your request for ',
    { bold: name },
    '.',
    ...comments(approvalsIn(approval)),
    ' Create the client here by ',
    { time: new Date(approval.collectBy) },
    '. The secret is shown only to you, once.',
  ],
  deniedNews: (name: string, by: string, reason: string): Sentence => [
    { person: by },
    ' denied your request for ',
    { bold: name },
    '. Reason: ',
    reason,
  ],
  revokedNews: (name: string, by: string): Sentence => [
    { person: by },
    ' revoked the approval of your request for ',
    { bold: name },
    '. No API client was created. You can ask again with ',
    { code: '/apiclient request' },
    '.',
  ],
  expiredNews: (name: string): Sentence => [
    'Your request for ',
    { bold: name },
    ' expired because nobody decided it in time. You can ask again with ',
    { code: '/apiclient request' },
    '.',
  ],
  uncollectedNews: (name: string, approval: Approval): Sentence => [
    'Your request for ',
    { bold: name },
    ' was approved by ',
    ...approvers(approval),
    ', but the client wasn’t created in time, so the approval expired. You can ask again with ',
    { code: '/apiclient request' },
    '.',
  ],
  closedNews: (
    name: string,
    why: Exclude<ClosingReason, 'requester-gone'>,
    ask: readonly PersonId[],
  ): Sentence => [
    'Your request for ',
    { bold: name },
    ' was closed because ',
    ...{
      'nobody-decides': ['nobody is left who can decide it. ', ...moreApprovers(ask)],
      'too-few-decide': [
        'fewer people are left who can approve it than this workspace’s policy asks for. ',
        ...moreApprovers(ask),
      ],
      'preparer-lost-right': [
        'the person who prepared it may no longer create API clients under this Alphaus user.',
      ],
      'old-client-gone': ['the client that was to be rotated no longer exists.'],
    }[why],
  ],
  /** The answer to the requester whose approval no longer counts. */
  approvalLost: (name: string, lost: readonly PersonId[]): Sentence => [
    ...listed(lost.map((person) => ({ person }))),
    ' approved ',
    { bold: name },
    ' but can no longer decide requests, so that approval doesn’t count any more. No API client was created. Your request is waiting for a decision again, and I’ll message you when it’s decided.',
  ],

  reminder: (name: string, requester: string, since: Date): Sentence => [
    'Still waiting for a decision: ',
    { bold: name },
    ', requested by ',
    { person: requester },
    ' ',
    { time: since },
    '.',
  ],
  collectReminder: (name: string, until: Date): Sentence => [
    'Your request for ',
    { bold: name },
    ' is approved, but the client isn’t created yet. Create it by ',
    { time: until },
    ': then the approval expires. The secret is shown only to you, once.',
  ],
  channelLost: (channel: string, why: ChannelRefusal, word: string): Sentence => [
    'I can’t post requests in the approvals channel ',
    { channel },
    '. ',
    ...channelRefused(why, word),
    ' Until then, requests go to each approver as a direct message. To choose another channel, go to ',
    { code: '/apiclient setup' },
    ' → Policy.',
  ],
  approversGone: sentence(
    'None of the approvers in the policy can decide requests any more, so requests go to the admins. Name other approvers in ',
    { code: '/apiclient setup' },
    ' → Policy.',
  ),
};
