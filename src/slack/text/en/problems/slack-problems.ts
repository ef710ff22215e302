import type { ProblemFacts } from '../../../../core/problem.js';
import { type ChannelRefusal, slackRefusal } from '../../../refusal.js';
import type { Sentence } from '../../sentence.js';

type SlackFailed = Extract<ProblemFacts, { kind: 'slack-failed' }>;

/** What Slack did not do: whether trying again helps, and who can change it. */
export function slackFailed({ method, error }: SlackFailed): Sentence {
  if (method === 'views.open' && error.includes('trigger')) {
    return [
      'This took longer than the three seconds that Slack allows for opening a form. Nothing was done. Try again.',
    ];
  }
  const [word = ''] = error.split(' ', 1);
  switch (slackRefusal(word)) {
    case 'passing':
      return [
        'Slack didn’t accept what the bot sent. Try again in a minute. If it keeps happening, tell the person who runs the bot.',
      ];
    case 'token':
      return [
        'Slack no longer accepts this app in this workspace (',
        { code: word },
        '), so nothing was done. Tell the person who runs the bot, or an admin of this workspace, that the app has to be installed again.',
      ];
    case 'message':
      return [
        'Slack rejected what the bot sent (',
        { code: word },
        '). Trying again won’t help. Tell the person who runs the bot.',
      ];
    case 'definite':
      return definitely(method, word);
  }
}

function definitely(method: string, word: string): Sentence {
  if (word === 'messages_tab_disabled') return messagesTabOff;
  if (method.startsWith('files.') && word !== 'missing_scope') {
    return [
      'This workspace doesn’t let apps upload files here (',
      { code: word },
      '), so I can’t send the export. Ask an admin of the Slack workspace to allow it, or ask the person who runs the bot to use ',
      { code: 'npm run audit:export' },
      '.',
    ];
  }
  return [
    'Slack doesn’t let this app do that (',
    { code: word },
    '), and trying again won’t help. Tell an admin of this workspace. ',
    { code: '/apiclient doctor' },
    ' shows what’s wrong.',
  ];
}

export const messagesTabOff: Sentence = [
  'This app’s Messages tab is turned off, so Slack doesn’t let me show you anything. Ask the person who runs the bot to turn it on in the app’s settings in Slack, under App Home.',
];

/** Why a channel takes no messages; `word` is Slack's, or empty where it is not known any more. */
export const channelRefused = (why: ChannelRefusal, word: string): Sentence => {
  const reasons: Record<ChannelRefusal, string> = {
    archived: 'It is archived.',
    absent: 'I’m not in it any more. Invite me again.',
    restricted: 'Posting is restricted there. Allow this app in the channel’s settings.',
    app: 'This app isn’t allowed to post there. Install it again, or ask an admin of your organisation.',
    other: 'Slack rejects messages there.',
  };
  return word === '' ? [reasons[why]] : [`${reasons[why]} Slack says: `, { code: word }, '.'];
};
