import { sentence } from '../../sentence.js';
import type { Words } from '../../words.js';
import { labelled, named, san } from '../grammar.js';
import { yourClient } from './your-client.js';

/** Sentences about a client that gets a successor. */
export const rotation: Words['rotation'] = {
  button: 'ローテーション',
  title: 'APIクライアントのローテーション',
  submit: 'ローテーション',
  close: 'キャンセル',
  loading: sentence('APIクライアントを確認しています…'),
  what: sentence(
    '同じ名前、Alphausユーザー、所有者、用途の新しいAPIクライアントを作成します。以前のものは削除するまで使えるため、プログラムを止めずに切り替えられます。',
  ),
  needsApproval: sentence(
    'この操作には承認が必要です。承認できる人に申請が送られます。承認されたら、ご自身で新しいAPIクライアントを作成してください。それまでは何も変わりません。',
  ),
  requested: (old, overlapDays) =>
    labelled('ローテーション対象', { code: old }, `（並行期間：${overlapDays}日）`),
  overlap: '並行期間（日数）',
  overlapHint: '両方を使う日数です。終わったらお知らせします。指示があるまで何も削除しません。',
  overlapInvalid: (most) => `1から${most}までの日数を整数で入力してください。`,
  done: (name) => [
    ...named(name),
    'のローテーションを行いました。新しいクライアントシークレットは、このアプリとのダイレクトメッセージに表示しています。以前のAPIクライアントは引き続き使えます。',
  ],
  tellOwner: (of, { by, old, successor }) => [
    ...yourClient(of),
    '（',
    { code: old },
    '）のローテーションを',
    ...san(by),
    'が行いました。後継の',
    { code: successor },
    'のクライアントシークレットは',
    ...san(by),
    'が持っています。以前のAPIクライアントは削除されるまで使えます。',
  ],

  predecessor: (id) => labelled('以前のAPIクライアント', { code: id }),
  successor: (id) => labelled('後継のAPIクライアント', { code: id }),
  switchBy: (successor, until) => [
    { time: until },
    'までに、プログラムを',
    { code: successor },
    'に切り替えてください。このAPIクライアントは削除するまで使えます。',
  ],
  deleteOldBy: (old, until) => [
    { time: until },
    'までに、プログラムをこのAPIクライアントに切り替えてください。以前の',
    { code: old },
    'は削除するまで使えます。',
  ],
  switched: '切り替え済み、以前のものを削除',
  switchedConfirm: {
    title: '以前のものを削除しますか？',
    text: '以前のクライアントIDとクライアントシークレットをまだ使っているプログラムは、すぐに動かなくなります。元に戻すことはできません。新しいクライアントシークレットを保存したことを先に確認してください。',
    yes: '削除',
    no: '残す',
  },
  reminder: (name, { old, successor, until }) => [
    ...named(name),
    'の並行期間は',
    { time: until },
    'に終わりました。以前の',
    { code: old },
    'と後継の',
    { code: successor },
    'は、どちらもまだ使えます。以前のものを使うプログラムがなくなったら、削除してください。',
  ],
};
