import type { ProblemFacts } from '../../../core/problem.js';
import { type ChannelRefusal, slackRefusal } from '../../refusal.js';
import type { Sentence } from '../sentence.js';

type SlackFailed = Extract<ProblemFacts, { kind: 'slack-failed' }>;

/** What Slack did not do: whether trying again helps, and who can change it. */
export function slackFailed({ method, error }: SlackFailed): Sentence {
  if (method === 'views.open' && error.includes('trigger')) {
    return [
      'This took longer than the three seconds in which Slack lets me open a form. Nothing was done: try again.',
    ];
  }
  const [word = ''] = error.split(' ', 1);
  switch (slackRefusal(word)) {
    case 'passing':
      return [
        'Slack did not take what the bot sent. Try again in a minute; if it stays, tell the person who runs the bot.',
      ];
    case 'token':
      return [
        'Slack no longer accepts this app in this workspace (',
        { code: word },
        '), so nothing was done. Tell the person who runs the bot, or an admin of this workspace: the app has to be installed again.',
      ];
    case 'message':
      return [
        'Slack refused what the bot sent (',
        { code: word },
        '). Trying again does not help: tell the person who runs the bot.',
      ];
    case 'definite':
      return definitely(method, word);
  }
}

function definitely(method: string, word: string): Sentence {
  if (word === 'messages_tab_disabled') return messagesTabOff;
  if (method.startsWith('files.') && word !== 'missing_scope') {
    return [
      'This workspace does not let apps upload files here (',
      { code: word },
      '), so I cannot send the export. Ask an admin of the Slack workspace to allow it, or the person who runs the bot to use ',
      { code: 'npm run audit:export' },
      '.',
    ];
  }
  return [
    'Slack does not let this app do that (',
    { code: word },
    '), and trying again does not change it. Tell an admin of this workspace: ',
    { code: '/apiclient doctor' },
    ' says what is wrong.',
  ];
}

export const messagesTabOff: Sentence = [
  'The Messages tab of this app is switched off, so Slack lets me show you nothing. Tell the person who runs the bot to switch it on: in the app’s settings in Slack, under App Home.',
];

/** Why a channel takes no messages; `word` is Slack's, or empty where it is not known any more. */
export const channelRefused = (why: ChannelRefusal, word: string): Sentence => {
  const reasons: Record<ChannelRefusal, string> = {
    archived: 'It is archived.',
    absent: 'I am not in it any more. Invite me again.',
    restricted: 'Not everybody may post there. Allow it in the channel’s settings.',
    app: 'This app may not post there. Install it again, or ask an admin of your organisation.',
    other: 'Slack refuses it.',
  };
  return word === '' ? [reasons[why]] : [`${reasons[why]} Slack says: `, { code: word }, '.'];
};
