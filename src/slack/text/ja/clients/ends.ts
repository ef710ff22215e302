import { sentence, type Sentence } from '../../sentence.js';
import type { Words } from '../../words.js';
import { inARow, named, san, sanOrGroup } from '../grammar.js';
import { yourClient } from './your-client.js';

type Ending = Parameters<Words['ends']['ended']>[0];

/** Who owns the API client, as the reader sees it. */
const whose = (of: Ending): Sentence =>
  of.as === 'admin' ? [...sanOrGroup(of.owner), 'のAPIクライアント', ...named(of.name)] : yourClient(of);

const toAdmins = sentence(
  '所有者がこのワークスペースのメンバーではなくなったため、管理者のあなたにお知らせしています。',
);

const HOW = '日付（例：2027-03-31）、または今日からの日数や週数（例：90d、12w）を入力してください。';

/** Sentences about the end of an API client. */
export const ends: Words['ends'] = {
  optionalHint: `${HOW}有効期限を設定しない場合は空欄にしてください。`,
  hint: (longestLifeDays) =>
    longestLifeDays === undefined ? HOW : `${HOW}${longestLifeDays}日先まで指定できます。`,

  warning: (of, days, end) =>
    inARow(
      [...whose(of), `の有効期限まで、あと${days}日です（`, end, '）。'],
      sentence(
        '有効期限を過ぎると削除され、利用中のプログラムは動かなくなります。まだ必要な場合は延長してください。',
      ),
      ...(of.as === 'admin' ? [toAdmins] : []),
    ),
  ended: (of) =>
    inARow(
      [
        ...whose(of),
        'は有効期限を過ぎたため、削除しました。クライアントIDとクライアントシークレットは使えなくなりました。',
      ],
      ...(of.as === 'admin' ? [toAdmins] : []),
    ),
  notEnded: (name) => [
    ...named(name),
    'は有効期限を過ぎましたが、削除できなかったため、まだ使える状態です。引き続き削除を試みます。原因：',
  ],
  dropped: (name) => [
    ...named(name),
    'の有効期限を「なし」に変更しました。このAPIクライアントを、ボット自身がAlphausへの接続に使うようになったためです。',
  ],

  button: '延長',
  form: {
    title: 'APIクライアントの延長',
    submit: '延長',
    close: 'キャンセル',
    loading: sentence('APIクライアントを確認しています…'),
  },
  extended: (name, end) => [...named(name), 'の有効期限を変更しました：', end],
  extendedBy: (of, by, end) => [...yourClient(of), 'の有効期限を', ...san(by), 'が変更しました：', end],
  deleting: (name) => [
    ...named(name),
    'は有効期限を過ぎたため、ちょうど削除しているところです。延長はできません。',
  ],
  gone: (name, closing) => [...named(name), 'はもう延長できません。', ...closing],
};
