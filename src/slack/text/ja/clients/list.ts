import type { ClientFilter } from '../../../../core/clients/client-filter.js';
import { grouped } from '../../grouped.js';
import { mentionOf, type Sentence, sentence } from '../../sentence.js';
import type { ClientsWords } from '../../words.js';
import { quoted, sanOrGroup } from '../grammar.js';
import { alphausUser } from '../setup.js';

const shown: ClientsWords['list']['shown'] = ({ from, to, total }) =>
  total === 1 ? '1件' : `${grouped(total)}件中${grouped(from)}～${grouped(to)}件目`;

/** What a filter leaves, a piece for each part of it; none where it leaves out nothing. */
const filters = (filter: ClientFilter): readonly Sentence[] => [
  ...(filter.user === undefined ? [] : [[`Alphausユーザー${quoted(alphausUser(filter.user))}`]]),
  ...(filter.mine ? [['自分が所有']] : []),
  ...(filter.owner === undefined ? [] : [[...sanOrGroup(filter.owner), 'が所有']]),
  ...(filter.unknownOrigin === true ? [['作成元不明']] : []),
  ...(filter.olderThanDays === undefined ? [] : [[`作成から${filter.olderThanDays}日を超える`]]),
  ...(filter.endsWithinDays === undefined ? [] : [[`${filter.endsWithinDays}日以内に有効期限が切れる`]]),
  ...(filter.text === '' ? [] : [[`${quoted(filter.text)}を含む`]]),
];

/** Sentences about the list of API clients. */
export const list: ClientsWords['list'] = {
  title: 'APIクライアント',
  shown,
  titleAndShown: (part) => [`APIクライアント：${shown(part)}`],
  filteredBy: (filter) => {
    const pieces = filters(filter);
    if (pieces.length === 0) return undefined;
    return [
      { bold: '絞り込み：' },
      ...pieces.flatMap((piece, index) => (index === 0 ? piece : ['・', ...piece])),
    ];
  },
  clearFilters: '絞り込みを解除',
  none: sentence(
    '表示できるAPIクライアントはまだありません。',
    { code: '/apiclient create' },
    'で作成してください。',
  ),
  noneMatch: sentence('該当するAPIクライアントはありません。'),
  noName: '（名前なし）',
  nameAndId: (name, id) => [name, ' ', { code: id }],
  line: ({ owner, user, createdAt, end, successor }) => [
    owner === undefined ? '作成元不明' : mentionOf(owner),
    ...(user === undefined ? [] : [` · ${user}`]),
    ...(createdAt === undefined ? [] : [' · 作成：', { day: new Date(createdAt) }]),
    ...(end === undefined ? [] : [' · 有効期限：', end]),
    ...(successor === undefined ? [] : [` · 後継のAPIクライアント：${successor}`]),
  ],
  show: '表示',
  file: (clients) => [`現在表示できるAPIクライアント：${clients}件`],
  exporting: (clients) => [
    `${clients}件のAPIクライアントをエクスポートしています。まもなくここにファイルが届きます。`,
  ],
  exported: (name) => ['一覧をダイレクトメッセージに送りました：', { bold: name }],
  next: '次へ',
  previous: '前へ',
  goTo: '移動',
  filter: '絞り込み',
  refresh: '更新',
  asOf: (at) => [{ time: at }, '時点の情報です。'],
  progress: ({ told, of }) => [
    `Alphausユーザー${of}件中${told}件まで読み込みました。「更新」を押すと続きが表示されます。`,
  ],
  newest: '新しい順',
  oldest: '古い順',
  byName: '名前順',
  filterTitle: 'APIクライアントの絞り込み',
  filterSubmit: '表示',
  filterText: '名前・クライアントID・用途に含まれる文字',
  filterUser: 'Alphausユーザー',
  allUsers: 'すべてのAlphausユーザー',
  filterOwner: '所有者',
  filterOwnerGroup: '所有するユーザーグループ',
  filterOnly: '対象',
  onlyMine: '自分が所有するものだけ',
  onlyUnknownOrigin: '作成元不明のものだけ',
  filterOlder: '作成からの日数（この日数を超えるもの）',
  filterEnding: '有効期限までの日数（この日数以内のもの）',
  sort: '並び順',
  textTooLong: '検索する文字が長すぎます。100文字以内で入力してください。',
  daysInvalid: '日数を1から3650までの数で入力してください。',
  oneOwner: '人とユーザーグループのどちらか一方だけを選んでください。',
  unknownHasNoOwner:
    '作成元不明のAPIクライアントには、所有者も有効期限もありません。この指定を外すか、所有者と有効期限の指定を外してください。',
  goToTitle: '移動先',
  goToSubmit: '移動',
  goToLetter: '名前の先頭の文字',
  goToLetterHint: '一覧は名前順になります。',
  goToPage: 'ページ',
  pages: (pages) => `1から${pages}までの数を入力してください。`,
  goToNothing: '移動先を指定してください。',
};
