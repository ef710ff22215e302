import { describe, expect, test } from 'vitest';
import { members } from '../../harness.js';
import { runningForEach } from '../../running.js';
import { openPolicy } from '../../setting-up.js';

const running = runningForEach({
  policy: { approvers: members('chloe'), approvalsChannel: 'C0APPROVALS', auditChannel: 'C0AUDIT' },
});

const as = (who: string) => running.slack.as(who);
const inJapanese = (...people: readonly string[]): void => {
  for (const key of people) running.slack.changePerson(key, { locale: 'ja-JP' });
};

async function asks(): Promise<void> {
  await as('ben').command('/apiclient request nightly --user billing --purpose exports');
}

describe('what one person reads', () => {
  test('is in the language of their Slack, from their first command', async () => {
    inJapanese('aiko');
    await as('aiko').command('/apiclient version');
    await as('aiko').seesMessage('API Clientsボット、バージョン');
    await as('ben').command('/apiclient version');
    await as('ben').seesMessage('API Clients bot, version');
  });

  test('follows them when they change the language of their Slack', async () => {
    await as('aiko').command('/apiclient version');
    await as('aiko').seesMessage('API Clients bot, version');
    inJapanese('aiko');
    await running.settled();
    await as('aiko').command('/apiclient version');
    await as('aiko').seesMessage('API Clientsボット、バージョン');
  });

  test('is in English when Slack speaks another language than these two', async () => {
    running.slack.changePerson('ben', { locale: 'de-DE' });
    await as('ben').command('/apiclient version');
    await as('ben').seesMessage('API Clients bot, version');
  });

  test('holds for forms and for what is wrong with them', async () => {
    inJapanese('aiko');
    await as('aiko').shortcut('create_api_client');
    await as('aiko').sees(({ modal }) => Object.keys(modal?.fields ?? {}).length > 0);
    expect(as('aiko').modal()?.title).toBe('APIクライアントの作成');
    await as('aiko').fill('名前', '   ');
    await as('aiko').fill('用途', '夜間エクスポート');
    await as('aiko').submit();
    expect(as('aiko').modal()?.errors['名前']).toContain('名前を1～64文字で入力してください');
  });

  test('is in the workspace’s language while Slack does not tell theirs', async () => {
    await running.changePolicy({ language: 'ja' });
    running.slack.fault({ method: 'users.info', kind: 'error', error: 'fatal_error', times: 99 });
    await as('ben').command('/apiclient create');
    await as('ben').seesMessage('メンバー情報をSlackから取得できませんでした');
  });
});

describe('what several people read', () => {
  test('is in the language that most admins have, and whoever reads English is answered in English', async () => {
    inJapanese('aiko');
    await asks();
    await as('ben').seesMessage('Your request for nightly was sent');
    const card = await as('chloe').seesMessage(/「nightly」を申請しています/);
    await as('chloe').press('承認', { in: card });
    await as('chloe').seesMessage(/承認済み[\s\S]*@Chloe Martinさんが承認しました/);
    await as('chloe').command('/apiclient requests');
    await as('chloe').seesMessage('Approved, not created yet: 1');
    await as('ben').seesMessage('approved your request');
  });

  test('is in English as long as no more admins read Japanese', async () => {
    inJapanese('aiko');
    running.slack.changePerson('daniel', { isAdmin: true });
    await asks();
    await as('chloe').seesMessage(/requests nightly/);
  });

  test('is in the language that the policy names, the audit channel too', async () => {
    const admin = as('aiko');
    await openPolicy(admin, 'Channels and retention');
    await admin.choose('Language', '日本語 (Japanese)');
    await admin.submit();
    await admin.seesModal('What this changes');
    await admin.submit();
    await admin.seesMessage('Policy saved');
    await asks();
    await as('chloe').seesMessage(/「nightly」を申請しています/);
    await admin.seesMessage(/request 「nightly」（Alphausユーザー：billing）[\s\S]*完了/);
  });

  test('what is delivered to one person later is in their language of then', async () => {
    await asks();
    await as('chloe').seesMessage(/requests nightly/);
    inJapanese('ben');
    await running.settled();
    await as('chloe').press('Approve');
    await as('ben').seesMessage('「nightly」の申請を@Chloe Martinさんが承認しました。');
  });
});
