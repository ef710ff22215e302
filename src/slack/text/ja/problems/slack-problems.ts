import type { ProblemFacts } from '../../../../core/problem.js';
import { type ChannelRefusal, slackRefusal } from '../../../refusal.js';
import type { Sentence } from '../../sentence.js';

type SlackFailed = Extract<ProblemFacts, { kind: 'slack-failed' }>;

/** What Slack did not do: whether trying again helps, and who can change it. */
export function slackFailed({ method, error }: SlackFailed): Sentence {
  if (method === 'views.open' && error.includes('trigger')) {
    return [
      'Slackの制限時間（3秒）を過ぎたため、フォームを開けませんでした。何も実行していません。もう一度お試しください。',
    ];
  }
  const [word = ''] = error.split(' ', 1);
  switch (slackRefusal(word)) {
    case 'passing':
      return [
        'ボットからの送信がSlackに受け付けられませんでした。1分ほど待ってから、もう一度お試しください。繰り返し発生する場合は、ボットの運用担当者に連絡してください。',
      ];
    case 'token':
      return [
        'Slackがこのワークスペースでこのアプリを受け付けなくなったため（',
        { code: word },
        '）、何も実行していません。アプリの再インストールが必要であることを、ボットの運用担当者またはワークスペースの管理者に伝えてください。',
      ];
    case 'message':
      return [
        'ボットからの送信がSlackに拒否されました（',
        { code: word },
        '）。やり直しても解決しません。ボットの運用担当者に連絡してください。',
      ];
    case 'definite':
      return definitely(method, word);
  }
}

function definitely(method: string, word: string): Sentence {
  if (word === 'messages_tab_disabled') return messagesTabOff;
  if (method.startsWith('files.') && word !== 'missing_scope') {
    return [
      'このワークスペースではアプリによるファイルのアップロードが許可されていないため（',
      { code: word },
      '）、エクスポートを送信できません。Slackワークスペースの管理者に許可を依頼するか、ボットの運用担当者に',
      { code: 'npm run audit:export' },
      'の実行を依頼してください。',
    ];
  }
  return [
    'Slackでこのアプリに許可されていない操作です（',
    { code: word },
    '）。やり直しても解決しません。ワークスペースの管理者に連絡してください。',
    { code: '/apiclient doctor' },
    'で問題を確認できます。',
  ];
}

export const messagesTabOff: Sentence = [
  'アプリのメッセージタブがオフのため、Slackで何も表示できません。Slackのアプリ設定の「App Home」でオンにするよう、ボットの運用担当者に依頼してください。',
];

/** Why a channel takes no messages; `word` is Slack's, or empty where it is not known any more. */
export const channelRefused = (why: ChannelRefusal, word: string): Sentence => {
  const reasons: Record<ChannelRefusal, string> = {
    archived: 'アーカイブされています。',
    absent: 'アプリが参加していません。もう一度招待してください。',
    restricted: '投稿が制限されています。チャンネルの設定で、このアプリを許可してください。',
    app: 'このアプリには投稿が許可されていません。再インストールするか、組織の管理者に依頼してください。',
    other: 'Slackがメッセージを受け付けません。',
  };
  return word === '' ? [reasons[why]] : [`${reasons[why]}（Slackの応答：`, { code: word }, '）'];
};
