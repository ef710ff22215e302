import type { SentenceByKind } from '../../by-kind.js';
import type { RotationProblem } from '../../rotation-problem.js';
import { san } from '../grammar.js';
import { rotation } from './rotation.js';

/** The sentences for what keeps a client from getting a successor, or an old one from being given up. */
export const rotationProblems: SentenceByKind<RotationProblem> = {
  unclaimed: ({ id }) => [
    'このボットで作成されたAPIクライアントではなく、所有者と用途がわからないため、まだローテーションできません。先に',
    { code: `/apiclient claim ${id}` },
    'で引き取ってください。',
  ],
  'being-rotated': ({ by }) => [
    ...san(by),
    'が現在このAPIクライアントのローテーションを行っているため、何も実行していません。',
  ],
  'already-rotated': ({ successor, by, at }) => [
    'このAPIクライアントには、',
    { time: at },
    'に',
    ...san(by),
    'が作成した後継の',
    { code: successor },
    'がすでにあります。そちらに切り替えるか、後継を削除してからやり直してください。',
  ],
  'client-changed-meanwhile': () => [
    '同時にほかの人がこのAPIクライアントを変更したため、何も実行していません。',
    { code: '/apiclient show' },
    'で確認してから、やり直してください。',
  ],
  'successor-refused': ({ id, cleanedUp }) => [
    '新しいAPIクライアント',
    { code: id },
    'を試したところ、Alphausに受け付けられませんでした。',
    cleanedUp
      ? '削除済みで、クライアントシークレットは誰にも渡っていません。'
      : 'まだ削除できていません。削除できるまで続け、結果をお知らせします。クライアントシークレットは誰にも渡っていません。',
    '以前のAPIクライアントは変更されておらず、引き続き使えます。時間をおいてやり直してください。',
  ],
  'successor-gone': ({ id }) => [
    '後継のAPIクライアントがなくなっているため、以前のものは削除していません。',
    { code: `/apiclient rotate ${id}` },
    'でローテーションをやり直すか、',
    { code: `/apiclient delete ${id}` },
    'で削除してください。',
  ],
  'overlap-invalid': ({ most }) => [rotation.overlapInvalid(most)],
};
