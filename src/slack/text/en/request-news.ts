import type { ChannelRefusal } from '../../refusal.js';
import { channelRefused } from './slack-problems.js';
import { type Sentence, sentence } from '../sentence.js';

/** What people are told of requests without having asked: decisions, ends, reminders, and what is amiss. */
export const requestNews = {
  approvedNews: (name: string, by: string, until: Date): Sentence => [
    { person: by },
    ' approved your request for ',
    { bold: name },
    '. Create it here until ',
    { time: until },
    ': the secret is shown only to you, once.',
  ],
  deniedNews: (name: string, by: string, reason: string): Sentence => [
    { person: by },
    ' denied your request for ',
    { bold: name },
    '. The reason: ',
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
    ' expired: nobody decided it in time. You can ask again with ',
    { code: '/apiclient request' },
    '.',
  ],
  uncollectedNews: (name: string, by: string): Sentence => [
    'Your request for ',
    { bold: name },
    ' was approved by ',
    { person: by },
    ' and not collected in time, so the approval expired. You can ask again with ',
    { code: '/apiclient request' },
    '.',
  ],
  closedNews: (name: string): Sentence => [
    'Your request for ',
    { bold: name },
    ' was closed: nobody is left who could decide it. Ask an admin of this workspace to name approvers, then ask again.',
  ],

  reminder: (name: string, requester: string, since: Date): Sentence => [
    'Still waiting for a decision: ',
    { bold: name },
    ', asked by ',
    { person: requester },
    ' ',
    { time: since },
    '.',
  ],
  collectReminder: (name: string, until: Date): Sentence => [
    'Still waiting to be created: ',
    { bold: name },
    ' is approved until ',
    { time: until },
    ', and not after that. Its secret is shown only to you, once.',
  ],
  channelLost: (channel: string, why: ChannelRefusal, word: string): Sentence => [
    'I cannot post requests in the approvals channel ',
    { channel },
    '. ',
    ...channelRefused(why, word),
    ' Until then requests go to each approver’s direct message. ',
    { code: '/apiclient setup' },
    ' → Policy chooses another channel.',
  ],
  approversGone: sentence(
    'No approver that is named in the policy could decide a request any more, so requests come to the admins. Name others with ',
    { code: '/apiclient setup' },
    ' → Policy.',
  ),
};
