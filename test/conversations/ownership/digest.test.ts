import { beforeEach, describe, expect, test } from 'vitest';
import { callerWith } from '../../sandbox/api/api-caller.js';
import { clientNamed, start } from '../../harness.js';
import { runningForEach } from '../../running.js';
import { takenLate } from '../../taken-late.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const clock = { ahead: 0 };
const now = () => new Date(Date.now() + clock.ahead);
/** One clock for Slack, the API and the bot. */
const options = {
  policy: { approval: 'never' },
  runtime: { now },
  slack: { now: () => now().getTime() },
  api: { now: () => now().getTime() },
} as const;
/** Before the bot starts: it is not to begin in the future. */
beforeEach(() => {
  clock.ahead = 0;
});
const running = runningForEach(options);

const person = (key: string) => running.slack.as(key);
const TITLE = 'What needs attention';
const digests = (key = 'aiko') =>
  person(key)
    .messages()
    .filter(({ content }) => content.includes(TITLE));

/** How far it is until 10:00 UTC of the next working day, at least so many days ahead. */
function untilWorkingDay(daysAhead = 1): number {
  for (let days = daysAhead; ; days += 1) {
    const at = new Date(Date.now() + days * DAY_MS);
    at.setUTCHours(10, 0, 0, 0);
    if (![0, 6].includes(at.getUTCDay())) return at.getTime() - Date.now();
  }
}

/** Lets a daily look pass: of the next working day, or of one so many days later. */
async function aLookLater(daysAhead = 1): Promise<void> {
  await running.settled();
  clock.ahead = untilWorkingDay(daysAhead);
  const looked = running.log().length;
  await expect
    .poll(() => running.log().slice(looked), { timeout: 6_000 })
    .toContain('looked at the workspace');
  await running.settled();
}

const seed = (howMany: number, name = 'by hand') =>
  running.api.seed(
    'billing',
    Array.from({ length: howMany }, (_, index) => ({
      name: howMany === 1 ? name : `${name} ${String(index).padStart(5, '0')}`,
      createTime: '2026-01-01T00:00:00.000Z',
    })),
  );

async function made(name: string, { by = 'ben', owner = '' } = {}) {
  await person(by).command(`/apiclient create "${name}" --user billing --purpose exports ${owner}`);
  await person(by).seesMessage('API client created');
  await running.settled();
  return clientNamed(running.api, name);
}

async function deletedElsewhere(id: string): Promise<void> {
  const ask = await callerWith(running.api, running.api.rootClient);
  expect(await ask('DELETE', `/m/u/users/client/billing/${id}`)).toMatchObject({ status: 200 });
}

/** What the sandbox's account has from the beginning is told first. */
async function firstDigest(): Promise<void> {
  await aLookLater();
  await person('aiko').seesMessage(TITLE);
}

describe('the digest', () => {
  test('names clients of unknown origin, once, however often it is looked and started again', async () => {
    const [client] = seed(1);
    await aLookLater();
    const digest = await person('aiko').seesMessage(TITLE);
    for (const words of ['by hand', client?.id ?? '', 'Unknown origin', 'of unknown origin']) {
      expect(digest.content).toContain(words);
    }
    await aLookLater(4);
    await running.restart();
    await aLookLater(8);
    expect(digests()).toHaveLength(1);
    expect(person('ben').messages('dm')).toEqual([]);
  });

  test('says nothing where there is nothing new', async () => {
    await firstDigest();
    await aLookLater(4);
    await aLookLater(8);
    expect(digests()).toHaveLength(1);
  });

  test('lets an admin claim, assign, delete and keep, and shows what became of each', async () => {
    for (const name of ['one', 'two', 'three', 'four']) seed(1, name);
    await aLookLater();
    const aiko = person('aiko');
    const near = (name: string) => ({ near: name });
    await aiko.seesMessage(TITLE);
    await aiko.press('Claim', near('one'));
    await aiko.sees(({ modal }) => modal !== undefined && 'Purpose' in modal.fields);
    await aiko.fill('Purpose', 'imports');
    await aiko.submit();
    await aiko.seesMessage(/What needs attention[^]*one[^]*Now belongs to @Aiko Tanaka/);
    await aiko.press('Assign', near('two'));
    await aiko.sees(({ modal }) => modal !== undefined && 'Purpose' in modal.fields);
    await aiko.choose('New owner', 'chloe');
    await aiko.fill('Purpose', 'exports');
    await aiko.submit();
    await aiko.seesMessage(/What needs attention[^]*Now belongs to @Chloe Martin/);
    await aiko.press('Delete', near('three'));
    await aiko.seesModal('cannot be undone');
    await aiko.fill('Name', 'three');
    await aiko.press('Delete');
    await aiko.seesModal('Deleted three');
    await aiko.closeModal();
    await aiko.seesMessage(/What needs attention[^]*It was already deleted by @Aiko Tanaka/);
    await aiko.press('Keep for 90 days', near('four'));
    await aiko.seesMessage(/What needs attention[^]*Kept until/);
    const acts = (await running.audit())
      .filter(({ outcome }) => outcome === 'done')
      .map(({ action }) => action);
    expect(acts).toEqual(expect.arrayContaining(['claim', 'assign', 'delete', 'snooze']));
    await aLookLater(30);
    expect(digests()).toHaveLength(1);
    await aLookLater(95);
    expect(digests()).toHaveLength(2);
    expect(digests().at(-1)?.content).toContain('four');
    expect(digests().at(-1)?.content).not.toContain('two');
  });

  test('shows what became of each, also where Slack takes last what was drawn first', async () => {
    for (const name of ['one', 'two']) seed(1, name);
    await aLookLater();
    const aiko = person('aiko');
    await aiko.seesMessage(TITLE);
    const late = await takenLate(running, 'chat.update');
    await aiko.press('Keep for 90 days', { near: 'one' });
    await late.sent();
    await aiko.press('Keep for 90 days', { near: 'two' });
    await aiko.seesMessage(/What needs attention[^]*Kept until[^]*Kept until/);
    late.takesIt();
    await running.settled();
    expect(digests().map(({ content }) => content.match(/Kept until/g)?.length)).toEqual([2]);
  });

  test('shows what was done while Slack was slow to take it', async () => {
    const [client] = seed(1, 'one');
    const late = await takenLate(running, 'chat.postMessage');
    clock.ahead = untilWorkingDay();
    await late.sent();
    const aiko = person('aiko');
    await aiko.command(`/apiclient claim ${client?.id}`);
    await aiko.sees(({ modal }) => modal !== undefined && 'Purpose' in modal.fields);
    await aiko.fill('Purpose', 'imports');
    await aiko.submit();
    await aiko.seesMessage('now belongs to');
    late.takesIt();
    await aiko.seesMessage(/What needs attention[^]*one[^]*Now belongs to @Aiko Tanaka/);
  });

  describe('of a client that ends soon', () => {
    /** What the digest says of the client below its name. */
    const saidOf = (id: string): string => {
      const [digest] = digests();
      const lines = digest?.content.split('\n') ?? [];
      return lines[lines.findIndex((line) => line.includes(id)) + 1] ?? '';
    };

    async function toldToEnd(): Promise<string> {
      const { id } = await made('nightly', { owner: '--until 12d' });
      await aLookLater();
      await person('aiko').seesMessage(TITLE);
      expect(saidOf(id)).toMatch(/^Ending soon: .* · owned by @Ben Ortiz/);
      expect(digests()[0]?.content).toMatch(/Ending soon[^]*\[Assign\]/);
      return id;
    }

    test('says when it ends now, as soon as somebody extends it', async () => {
      const id = await toldToEnd();
      await person('ben').command(`/apiclient extend ${id} --until 200d`);
      await person('ben').seesMessage('nightly now ends');
      await running.settled();
      expect(saidOf(id)).toMatch(/^Now ends [A-Z][a-z]+ \d+, \d{4} .*\.$/);
      expect(digests()).toHaveLength(1);
    });

    test('says so where the bot moved its end, and that it is deleted once it is', async () => {
      const id = await toldToEnd();
      // The bot was away while it was to be warned of.
      clock.ahead += 13 * DAY_MS;
      await expect.poll(() => saidOf(id), { timeout: 10_000 }).toMatch(/^Now ends /);
      await expect
        .poll(
          () => {
            clock.ahead += HOUR_MS * 4;
            return saidOf(id);
          },
          { timeout: 20_000, interval: 60 },
        )
        .toContain('because it had reached its end date');
    });
  });

  test('of ten thousand clients is one message with a count and a file', { timeout: 120_000 }, async () => {
    seed(10_000);
    await aLookLater();
    const digest = await person('aiko').seesMessage(TITLE, { timeoutMs: 60_000 });
    expect(digest.content).toMatch(/100\d\d API clients of unknown origin/);
    await expect.poll(() => running.slack.files().length, { timeout: 30_000 }).toBe(1);
    const [file] = running.slack.files();
    expect(file?.content.split('\r\n').length).toBeGreaterThan(10_000);
    expect(digest.content.match(/\[Claim\]/g)).toHaveLength(10);
    await aLookLater(4);
    expect(digests()).toHaveLength(1);
  });

  test('goes to the digest channel where the policy has one', async () => {
    await running.changePolicy({ digestChannel: running.slack.channelId('#general') });
    running.slack.changeMembers('#general', { join: ['bot'] });
    await aLookLater();
    await person('aiko').seesMessage(TITLE);
    expect(person('aiko').messages('dm')).toEqual([]);
    expect(person('aiko').messages('#general')).toHaveLength(1);
  });

  test('is told again, and the rest of it, where Slack did not take it', async () => {
    running.slack.fault({ method: 'chat.postMessage', kind: 'error', error: 'ratelimited', times: 1 });
    const posts = () => running.slack.calls().filter(({ method }) => method === 'chat.postMessage').length;
    const before = posts();
    await aLookLater();
    await expect.poll(posts, { timeout: 10_000 }).toBeGreaterThan(before);
    // It is tried again some time after it was refused.
    await expect
      .poll(
        () => {
          clock.ahead += 5 * 60_000;
          return digests().length;
        },
        { timeout: 10_000, interval: 200 },
      )
      .toBe(1);
    expect(digests()).toHaveLength(1);
  });
});

describe('what was deleted outside the bot', () => {
  test('is noticed: its record is closed, and its owner and the admins hear of it once', async () => {
    const client = await made('nightly');
    await firstDigest();
    await deletedElsewhere(client.id);
    await aLookLater(4);
    const digest = await person('aiko').seesMessage(/What needs attention[^]*Deleted outside this bot/);
    expect(digest.content).toContain('nightly');
    await person('ben').seesMessage(/nightly[^]*Deleted outside this bot/);
    await aLookLater(8);
    expect(digests()).toHaveLength(2);
    await person('ben').command('/apiclient list --mine');
    await person('ben').seesMessage('No clients match');
    expect((await running.audit()).map(({ action }) => action)).toContain('notice-deletion');
  });

  test('soon after it was made is noticed, too', async () => {
    const client = await made('nightly');
    await deletedElsewhere(client.id);
    await aLookLater();
    await person('aiko').seesMessage(/What needs attention[^]*nightly[^]*Deleted outside this bot/);
  });

  test('by the bot itself is not taken for it', async () => {
    const client = await made('nightly');
    await firstDigest();
    await person('ben').command(`/apiclient delete ${client.id}`);
    await person('ben').seesModal('cannot be undone');
    await person('ben').press('Delete');
    await person('ben').seesModal('Deleted nightly');
    await aLookLater(4);
    expect(digests()).toHaveLength(1);
  });
});

describe('a client that nobody has confirmed for the policy’s days', () => {
  test('is asked about in its owner’s DM; still needed, it is quiet for as long again', async () => {
    await running.changePolicy({ staleAfterDays: 30 });
    const client = await made('nightly');
    await firstDigest();
    await aLookLater(35);
    const asked = await person('ben').seesMessage('Still needed?');
    expect(asked.content).toContain(client.id);
    await person('ben').press('Still needed');
    await person('ben').seesMessage('nightly is noted as still needed');
    await person('ben').seesMessage(/Still needed\?[^]*Still needed, says @Ben Ortiz/);
    expect(person('ben').canPress('Still needed')).toBe(false);
    const asks = () =>
      person('ben')
        .messages('dm')
        .filter(({ content }) => content.includes('Still needed?'));
    await aLookLater(60);
    expect(asks()).toHaveLength(1);
    await aLookLater(70);
    await person('ben').sees(() => asks().length === 2);
    await person('ben').command(`/apiclient show ${client.id}`);
    await person('ben').seesMessage('Last confirmed: by @Ben Ortiz');
  });

  test('is asked about once, and for a team by each of its members', async () => {
    await running.changePolicy({ staleAfterDays: 30 });
    await made('nightly', { owner: '--owner @data-team' });
    await firstDigest();
    await aLookLater(35);
    await aLookLater(40);
    for (const key of ['aiko', 'ben', 'chloe']) {
      const asked = person(key)
        .messages('dm')
        .filter(({ content }) => content.includes('Still needed?'));
      expect([key, asked.length]).toEqual([key, 1]);
    }
    await person('chloe').press('Still needed');
    await person('ben').seesMessage(/Still needed\?[^]*Still needed, says @Chloe Martin/);
    expect(person('ben').canPress('Still needed')).toBe(false);
  });
});

test('an owner who went while no event arrived is found by the daily look', async () => {
  const own = await start(options);
  const ben = own.slack.as('ben');
  await ben.command('/apiclient create nightly --user billing --purpose exports');
  await ben.seesMessage('API client created');
  await own.settled();
  await own.bot.stop();
  own.slack.changePerson('ben', { deleted: true });
  await own.settled();
  await own.restart();
  clock.ahead = untilWorkingDay();
  await own.slack.as('aiko').seesMessage('An owner is gone', { timeoutMs: 15_000 });
  await own.stop();
});
