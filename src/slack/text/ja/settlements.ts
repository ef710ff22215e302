import type { IssueIntent } from '../../../core/intents/intent.js';
import type { ClientId, PersonId } from '../../../core/model/ids.js';
import type { DeletionSettlement, IssueSettlement } from '../../../core/settling/settle-intent.js';
import { type SentenceByKind, sentenceOf } from '../by-kind.js';
import { type Sentence, sentence } from '../sentence.js';
import { named, san } from './grammar.js';

/** How a person starts again. */
export const startAgain: Readonly<Record<IssueIntent['kind'], Sentence>> = {
  create: sentence({ code: '/apiclient create' }, 'からやり直してください。'),
  collect: sentence(
    '承認はまだ有効です。もう一度「作成してクライアントシークレットを表示」を押してください。',
  ),
  replace: sentence(
    '以前のAPIクライアントはすでに削除されています。',
    { code: '/apiclient create' },
    'で新しく作成してください。',
  ),
  rotate: ['以前のAPIクライアントは引き続き使えます。'],
};

/** What was created, and how it was asked for. */
interface Issue {
  readonly name: string;
  readonly kind: IssueIntent['kind'];
  /** The person was told that it could not be deleted. */
  readonly deletingFailed: boolean;
}

/** The settlements of which the person is only told: after the others they are asked something. */
type ToldIssue = Exclude<IssueSettlement, { kind: 'shown' | 'perhaps-made' }>;

/** How the making of a client ended whose person does not know it. */
const issues = ({ name, kind, deletingFailed }: Issue): SentenceByKind<ToldIssue> => ({
  withdrawn: () =>
    deletingFailed
      ? [
          'クライアントシークレットを表示できなかった新しいAPIクライアント',
          ...named(name),
          'を削除しました。',
          ...startAgain[kind],
        ]
      : [
          ...named(name),
          'の作成中に処理が中断されました。クライアントシークレットは誰にも渡っていないため、新しいAPIクライアントを削除しました。',
          ...startAgain[kind],
        ],
  'nothing-made': () => [
    ...named(name),
    'が作成されたかどうか不明でしたが、確認したところ、作成されていませんでした。',
    ...startAgain[kind],
  ],
  'nothing-replaced': () => [
    ...named(name),
    'の再作成中に処理が中断されました。何も変更していません。再作成する場合は、もう一度「再作成」を押してください。',
  ],
  'only-deleted': () => [
    ...named(name),
    'の再作成中に処理が中断されました。以前のAPIクライアントは削除されましたが、新しいものは作成されていません。',
    { code: '/apiclient create' },
    'で作成してください。',
  ],
});

export const issueSettlement = (of: Issue, settlement: ToldIssue): Sentence =>
  sentenceOf(issues(of), settlement);

/** Which deletion, and who asked for it. */
interface Deletion {
  readonly name: string;
  readonly id: ClientId;
  readonly person: PersonId;
}

/** How a deletion ended whose person does not know it. */
const deletions = ({ name, id, person }: Deletion): SentenceByKind<DeletionSettlement> => ({
  deleted: ({ by }) =>
    by === person
      ? [
          ...named(name),
          'が削除されたかどうか不明でしたが、確認したところ、削除されていました。クライアントIDとクライアントシークレットは使えません。',
        ]
      : by === 'bot'
        ? [...named(name), 'は、その前に有効期限を過ぎたため、削除されていました。']
        : [...named(name), 'は、その前に', ...san(by), 'が削除していました。'],
  'not-deleted': () => [
    ...named(name),
    'が削除されたかどうか不明でしたが、確認したところ、まだ残っていて使える状態です。削除する場合：',
    { code: `/apiclient delete ${id}` },
  ],
});

export const deletionSettlement = (of: Deletion, settlement: DeletionSettlement): Sentence =>
  sentenceOf(deletions(of), settlement);
