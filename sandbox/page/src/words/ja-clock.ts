import type { clock as english } from './en-clock.js';

/** The sandbox's clock, which a person can move. */
export const clock: typeof english = {
  name: '時計を進める',
  nameAt: (time) => `時計を進める、${time}`,
  title: '時計を進める（Slack、API、ボットのすべてに反映されます）',
  later: {
    hour: '1時間後へ',
    day: '1日後へ',
    week: '1週間後へ',
    month: '30日後へ',
  },
  isNow: (time) => `現在は${time}です。`,
  failed: '時計を進められませんでした。サンドボックスから応答がありません。',
};
