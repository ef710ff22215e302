import { describe, expect, test } from 'vitest';
import { count } from '../../harness.js';
import { textsUnder } from '../../storage/backends/texts.js';
import { runningForEach } from '../../running.js';

const running = runningForEach();

/** Slack delivers the last of its requests that says these words once more, and twice at the same time. */
async function deliverTwiceMore(words: string, retryNum?: number): Promise<void> {
  const last = running.slack.deliveries().findLast(({ body }) => decodeURIComponent(body).includes(words));
  if (last === undefined) throw new Error(`nothing was delivered that says ${words}`);
  const again = () => running.slack.deliverAgain(last, retryNum);
  expect(await Promise.all([again(), again()])).toMatchObject([{ status: 200 }, { status: 200 }]);
  await running.settled();
}

const calls = (method: string): number =>
  running.slack.calls().filter((call) => call.method === method).length;

const keys = async (prefix: string): Promise<readonly string[]> =>
  (await textsUnder(running.backend, prefix)).map(([key]) => key).toSorted();

async function create() {
  const aiko = running.slack.as('aiko');
  await aiko.command('/apiclient create nightly --user billing --purpose x');
  await aiko.seesMessage('API client created');
  return aiko;
}

describe('what Slack delivers again', () => {
  test('as the same click replaces a client once', async () => {
    const aiko = await create();
    await aiko.press('I could not save it');
    await aiko.seesMessage('Replaced by');
    await deliverTwiceMore('receipt.not-saved');
    expect([count(running.api, 'create'), count(running.api, 'delete')]).toEqual([2, 1]);
    expect(calls('chat.postEphemeral')).toBe(2);
  });

  test('as the same confirmation deletes once, and says nothing more', async () => {
    const aiko = await create();
    await aiko.command('/apiclient list');
    await aiko.seesMessage('Show');
    await aiko.press('Show');
    await aiko.seesMessage('[Delete]');
    await aiko.press('Delete');
    await aiko.seesModal('cannot be undone');
    await aiko.press('Delete');
    await aiko.reads('no longer work');
    const said = aiko.messages().length;
    await deliverTwiceMore('delete.confirm-form');
    expect(count(running.api, 'delete')).toBe(1);
    expect(aiko.messages()).toHaveLength(said);
  });

  test('as the same command, to a bot that was restarted meanwhile, is not done again', async () => {
    await create();
    await running.restart();
    await deliverTwiceMore('create+nightly');
    expect(count(running.api, 'create')).toBe(1);
  });

  test('as the same form, to a bot that was restarted meanwhile, creates nothing and leaves nothing behind', async () => {
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient create nightly --user billing');
    await aiko.seesModal('Purpose');
    await aiko.fill('Purpose', 'x');
    await aiko.submit();
    await aiko.seesMessage('API client created');
    await running.restart();
    const [said, turns] = [aiko.messages().length, await keys('turn:')];
    await deliverTwiceMore('view_submission');
    expect(count(running.api, 'create')).toBe(1);
    expect(aiko.messages()).toHaveLength(said);
    expect(await keys('turn:')).toEqual(turns);
    expect(await keys('intent:')).toEqual([]);
    expect((await running.audit()).map(({ outcome }) => outcome)).toEqual(['attempted', 'done']);
  });

  test('as the same event draws App Home once', async () => {
    await running.slack.as('aiko').openHome();
    await running.settled();
    expect(calls('views.publish')).toBe(1);
    await deliverTwiceMore('app_home_opened', 1);
    expect(calls('views.publish')).toBe(1);
  });
});
