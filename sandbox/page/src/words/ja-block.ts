import type { block as english } from './en-block.js';

/** What stands on and around the blocks, elements and dialogs of the bot. */
export const block: typeof english = {
  optional: '（任意）',
  choose: '選択…',
  remove: (what) => `${what}を外す`,
  clearChoice: '選択を解除',
  moreToType: (count) => `${count}文字以上入力すると検索します。`,
  searching: '検索しています…',
  nothingFound: '見つかりませんでした。',
  more: 'その他の操作',
  copy: 'コピー',
  copied: 'コピーしました',
  cannotDraw: {
    block: 'サンドボックスでは表示できないブロックです：',
    element: 'サンドボックスでは表示できない要素です：',
  },
  withoutType: '種類なし',
  rows: {
    earlier: '前の行',
    later: '次の行',
    shown: (from, to, all) => `${all}件中${from}～${to}件目`,
  },
  dialog: {
    dismiss: '閉じる',
    close: '閉じる',
    cancel: 'キャンセル',
    back: '戻る',
    unsaved: {
      title: '入力した内容を破棄しますか？',
      text: 'どこにも保存されていません。',
      discard: '破棄',
      keep: '入力を続ける',
    },
  },
};
