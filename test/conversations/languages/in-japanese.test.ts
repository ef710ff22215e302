import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PersonDriver } from '../../../sandbox/slack/screen/person.js';
import { clientNamed, count, members, root, tokenStatus } from '../../harness.js';
import { runningForEach } from '../../running.js';
import { englishIn } from '../../slack/text/english-in.js';

const running = runningForEach({ policy: { approvers: members('ben'), approvalsChannel: 'C0APPROVALS' } });

const EVERYBODY = ['aiko', 'ben', 'chloe', 'daniel', 'gus'];
const as = (who: string): PersonDriver => running.slack.as(who);

/** What is no text of the bot's: names of people and channels, ids, secrets, references, and what these tests enter. */
const DATA =
  /Dashboard \(made by hand\)|&[lg]t;|<[@!#][^>]*>|\b[A-Za-z0-9]{40,}\b|@[A-Z][a-z]+ [A-Z][a-z]+|C0[A-Z]+|\b[A-Z0-9]{8}\b|root@sandbox\.example|\b(?:billing|analytics|data\.export|nightly-export|craete|nightly-report|Connection of \S+)\b/g;

/** Everything that the bot shows to somebody now, and what a screen reader says of it. */
function shownTo(who: string): readonly string[] {
  const { messages, modal, home } = as(who).seen();
  const views = [modal, home].flatMap((view) =>
    view === undefined ? [] : [view.title, view.content, ...Object.values(view.errors)],
  );
  return [...messages.flatMap(({ content, text }) => [content, text]), ...views];
}

const seen = new Set<string>();

/** Looks at everybody's screen whenever it changes: much of it is gone at the end. */
function watch(): void {
  for (const who of EVERYBODY) for (const shown of shownTo(who)) seen.add(shown);
}

async function sees(who: string, words: string | RegExp): Promise<void> {
  await as(who).seesMessage(words);
  watch();
}

async function seesModal(who: string, words: string): Promise<void> {
  await as(who).seesModal(words);
  watch();
}

beforeEach(() => {
  seen.clear();
  for (const key of EVERYBODY) running.slack.changePerson(key, { locale: 'ja-JP' });
});
afterEach(async () => {
  await running.settled();
  watch();
  const left = [...seen].flatMap((shown) =>
    englishIn(shown.replaceAll(DATA, ' ')).map((word) => `${word} in: ${shown}`),
  );
  expect(seen.size).toBeGreaterThan(0);
  expect(left).toEqual([]);
});

async function created(name = '夜間エクスポート'): Promise<ReturnType<typeof clientNamed>> {
  await as('aiko').command(
    `/apiclient create 「${name}」　--user billing　－－purpose 『コストデータを毎晩 送る』`,
  );
  await sees('aiko', 'APIクライアントを作成しました');
  return clientNamed(running.api, name);
}

describe('in Japanese', () => {
  test('an admin creates a client in the form, saves its secret, and sees it in the list and in Home', async () => {
    const aiko = as('aiko');
    await aiko.shortcut('create_api_client');
    await aiko.sees(({ modal }) => Object.keys(modal?.fields ?? {}).length > 0);
    watch();
    await aiko.fill('名前', '夜間エクスポート');
    await aiko.choose('Alphausユーザー', 'billing');
    await aiko.fill('用途', 'コストデータを毎晩送る');
    await aiko.submit();
    await sees('aiko', '夜間エクスポート：クライアントシークレットを今すぐ保存してください');
    await aiko.press('使い方');
    await seesModal('aiko', '使い方');
    await aiko.closeModal();
    await aiko.press('保存しました', { in: 'message' });
    await sees('aiko', /クライアントシークレットは.*に保存済みです。/);
    await aiko.command('/apiclient list');
    await aiko.sees(() => aiko.canPress('絞り込み'));
    watch();
    await aiko.press('絞り込み');
    await seesModal('aiko', 'APIクライアントの絞り込み');
    await aiko.closeModal();
    await aiko.command(`/apiclient show ${clientNamed(running.api, '夜間エクスポート').id}`);
    await sees('aiko', '作成者：@Aiko Tanaka');
    await aiko.openHome();
    await aiko.sees(({ home }) => home?.content.includes('自分のAPIクライアント：1件') === true);
    watch();
  });

  test('a typed command with Japanese quotes, spaces and dashes creates a client at once', async () => {
    const client = await created();
    expect([client.name, client.user]).toEqual(['夜間エクスポート', 'billing']);
    await as('aiko').command(`/apiclient show ${client.id}`);
    await sees('aiko', '用途：コストデータを毎晩 送る');
  });

  test('an admin deletes a client after they confirmed it, and hears that it is gone', async () => {
    const client = await created();
    await as('aiko').command(`/apiclient delete ${client.id}`);
    await seesModal('aiko', '元に戻すことはできません');
    await as('aiko').press('削除');
    await as('aiko').reads('「夜間エクスポート」を削除しました。');
    watch();
    expect(await tokenStatus(running.api, client.id, client.secret)).toBe(401);
    await as('aiko').reads('@Aiko Tanakaさんが削除しました。');
    watch();
  });

  test('nobody deletes somebody else’s client without typing its name', async () => {
    const [client] = running.api.seed(root, [{ name: '手作業' }]);
    await as('aiko').command(`/apiclient delete ${client?.id}`);
    await seesModal('aiko', '作成元不明');
    await as('aiko').fill('名前', '手作');
    await as('aiko').press('削除');
    watch();
    expect(Object.values(as('aiko').modal()?.errors ?? {}).join()).toContain('名前は「手作業」です。');
    expect(count(running.api, 'delete')).toBe(0);
  });

  test('a member requests, an approver approves, and the member collects', async () => {
    await as('chloe').command('/apiclient request');
    await as('chloe').sees(({ modal }) => Object.keys(modal?.fields ?? {}).length > 0);
    await as('chloe').fill('名前', '監視');
    await as('chloe').choose('Alphausユーザー', 'billing');
    await as('chloe').fill('用途', 'コストを監視する');
    await as('chloe').submit();
    await sees('chloe', '「監視」の申請を#approvalsに送信しました。');
    await sees('ben', /@Chloe Martinさんが[\s\S]*「監視」を申請しています/);
    await as('ben').press('承認');
    await sees('ben', '@Ben Ortizさんが承認しました');
    await sees('chloe', '「監視」の申請を@Ben Ortizさんが承認しました。');
    await as('chloe').press('作成してクライアントシークレットを表示');
    await sees('chloe', '監視：クライアントシークレットを今すぐ保存してください');
    await sees('ben', /@Ben Ortizさんが承認しました.*として作成されました。/);
  });

  test('an approver denies with a reason; nobody decides their own, and no guest anything', async () => {
    await as('chloe').command('/apiclient request 監視 --user billing --purpose 監視');
    await sees('ben', /「監視」を申請しています/);
    await as('ben').press('却下');
    await seesModal('ben', '申請を却下しますか？');
    await as('ben').fill('理由', '用途を詳しく書いてください');
    await as('ben').submit();
    await sees('chloe', '「監視」の申請を@Ben Ortizさんが却下しました。理由：用途を詳しく書いてください');
    await as('ben').command('/apiclient request 監視 --user billing --purpose 監視');
    await as('ben').sees(() => as('ben').canPress('承認'));
    await as('ben').press('承認');
    await sees('ben', '自分の申請を承認・却下することはできません。');
    await as('gus').command('/apiclient create');
    await sees('gus', 'ゲストはAPIクライアントを利用できません。');
  });

  test('an admin looks at what is set up, and changes the policy', async () => {
    const aiko = as('aiko');
    await aiko.command('/apiclient setup');
    await sees('aiko', 'このワークスペースの全員に適用される設定です。');
    await aiko.press('ポリシー');
    await aiko.sees(() => aiko.canPress('名前と上限'));
    watch();
    await aiko.press('名前と上限');
    await aiko.sees(({ modal }) => Object.keys(modal?.fields ?? {}).length > 0);
    watch();
    await aiko.fill('名前のパターン', '^[ぁ-ん]+$');
    await aiko.submit();
    await seesModal('aiko', '変更内容の確認');
    await aiko.submit();
    await sees('aiko', 'ポリシーを保存しました。');
    await aiko.command('/apiclient create 監視 --user billing --purpose 監視');
    await aiko.sees(({ messages, modal }) =>
      `${messages.at(-1)?.content}${JSON.stringify(modal?.errors)}`.includes('ポリシーに合っていません'),
    );
    watch();
  });

  test('what can be asked of the bot is answered: help, rights, the doctor, the trail, access', async () => {
    for (const [command, words] of [
      ['help', 'APIクライアントを作成します'],
      ['why', 'ここでできることと、その理由'],
      ['who-can create', 'APIクライアントを作成する権限のある人'],
      ['doctor', '件の項目に問題はありません。'],
      ['access add @daniel billing', 'が'],
      ['access', '利用権限'],
      ['requests', '申請'],
      ['craete', 'もしかして'],
    ] as const) {
      await as('aiko').command(`/apiclient ${command}`);
      await sees('aiko', words);
    }
  });

  test.each([
    ['create 「夜間', '引用符が足りません'],
    ['create --nope x', '不明なオプションです：--nope'],
    ['list --user', 'に値を指定してください'],
    ['show ripple-nothere', '見つかりません'],
  ])('/apiclient %s is refused in a sentence', async (typed, said) => {
    await as('aiko').command(`/apiclient ${typed}`);
    await sees('aiko', said);
  });

  test.each([
    ['down', { operation: 'create', kind: 'status', status: 503 }, 'Alphausでエラーが発生しました'],
    [
      'refused',
      { operation: 'create', kind: 'status', status: 403 },
      '権限がないためAlphausに拒否されました',
    ],
  ] as const)('when Alphaus is %s, people read what happened and what to do', async (_, fault, said) => {
    running.api.fault({ ...fault, times: 9 });
    await as('aiko').command('/apiclient create 夜間 --user billing --purpose 夜間');
    await sees('aiko', new RegExp(`${said}|明確な応答がなく`));
  });
});
