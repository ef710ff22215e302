import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Opening } from '../../../sandbox/underneath/exchange.js';
import { readable } from '../../../sandbox/underneath/readable.js';
import { PersonId } from '../../../src/core/model/ids.js';
import { conversations } from '../../../src/slack/app.js';
import { members, start } from '../../harness.js';
import { crawl, type Typing } from './crawl.js';
import { overLimits } from './limits.js';
import { type Exchange, sentIn } from './traffic.js';

const BUDGET_MS = 60_000;
const APPROVERS = 30;

/** The longest that an e-mail address, a subuser, a name and a purpose may be. */
const root = `${'r'.repeat(64)}@${'d'.repeat(63)}.${'d'.repeat(63)}.${'d'.repeat(52)}.example`;
const subusers = Array.from({ length: 150 }, (_, index) => `subuser-of-18-${String(index).padStart(4, '0')}`);
const NAMES = [
  '漢'.repeat(64),
  '&'.repeat(64),
  '<>"\'`*_~|'.repeat(8).slice(0, 64),
  '𠮷'.repeat(32),
  'W'.repeat(64),
];
const PURPOSES = ['漢'.repeat(500), '&'.repeat(500)];

const longest =
  (unit: string): Typing =>
  ({ element }) =>
    unit.repeat(3000).slice(0, element.max_length ?? 3000);

const commands = conversations.flatMap(({ command }) => command?.name ?? []);

/** Each command alone, about a client, about the longest user, and with as much as can be typed. */
const commandsOf = (ids: readonly string[]): readonly string[] =>
  [
    undefined,
    ...ids,
    `create ${root}`,
    `--user ${root}`,
    `"${NAMES[0]}"`,
    '漢'.repeat(900),
    '&'.repeat(3000),
  ].flatMap((about) => commands.map((name) => `/apiclient ${name} ${about ?? ''}`.trim()));

/** What Slack says to a message or view that it does not take. */
const Malformed = z.object({
  ok: z.literal(false),
  error: z.string().regex(/^invalid_|too_long|too_large|no_text/),
});
const isMalformed = (answer: unknown): boolean => Malformed.safeParse(answer).success;

test.each(['en-US', 'ja-JP'])(
  'with the longest values that the product allows, everything that can be pressed in %s stays within Slack’s limits',
  async (locale) => {
    const exchanges: Exchange[] = [];
    const witness =
      ({ kind, asked, contentType, body }: Opening) =>
      ({ status, body: answer }: { readonly status: number; readonly body: string }) =>
        void exchanges.push({
          kind,
          asked,
          sent: readable(contentType, body),
          status,
          answer: readable('', answer),
        });
    const known = members('aiko', 'ben', 'chloe');
    const others = Array.from({ length: APPROVERS - known.people.length }, (_, index) =>
      PersonId.parse(`U0APPROVER${index}`),
    );
    const inPolicy = { ...known, people: [...known.people, ...others] };
    const running = await start({
      slack: { witness },
      api: { accounts: [{ root, subusers, clients: NAMES.map((name) => ({ user: root, name })) }] },
      policy: {
        approvers: inPolicy,
        mention: inPolicy,
        admins: members('aiko'),
        language: locale.startsWith('ja') ? 'ja' : 'en',
        actsPerHour: { person: 10_000, workspace: 100_000 },
      },
    });
    const { api, slack } = running;
    try {
      for (const who of ['aiko', 'ben', 'chloe', 'daniel']) slack.changePerson(who, { locale });
      const aiko = slack.as('aiko');
      const daniel = slack.as('daniel');
      for (const [index, name] of NAMES.entries()) {
        const purpose = PURPOSES[index % PURPOSES.length];
        await aiko.command(
          `/apiclient create "${name}" --user ${index % 2 === 0 ? root : subusers[0]} --purpose "${purpose}"`,
        );
        await daniel.command(`/apiclient request "${name}" --user ${root} --purpose "${purpose}"`);
        await slack.settled();
      }
      for (const who of ['aiko', 'daniel']) await slack.as(who).openHome();
      const ids = api.clients().flatMap(({ id, name }) => (NAMES.includes(name) ? [id] : []));
      const { used, failures } = await crawl(
        slack,
        [
          { who: 'aiko', commands: commandsOf([ids.at(-1) ?? '', ids[0] ?? '']) },
          { who: 'daniel', commands: commandsOf([ids[1] ?? '']) },
          { who: 'ben', commands: commandsOf([]) },
        ],
        [longest('漢'), longest('&')],
        Date.now() + BUDGET_MS,
      );
      const errors = running
        .log()
        .split('\n')
        .filter((line) => /"level":(50|60)/.test(line));
      const sent = exchanges.flatMap(sentIn);
      const refused = exchanges.filter(({ kind, answer }) => kind === 'web-api' && isMalformed(answer));
      expect(refused.map(({ asked, answer }) => `${asked}: ${JSON.stringify(answer)}`)).toEqual([]);
      expect(failures).toEqual([]);
      expect(errors).toEqual([]);
      expect(slack.violations()).toEqual([]);
      expect([...new Set(sent.flatMap(overLimits))]).toEqual([]);
      expect([...used]).toEqual(expect.arrayContaining(commands.map((name) => `/apiclient ${name}`)));
      expect(used.size).toBeGreaterThan(commands.length + 25);
    } finally {
      await running.stop();
    }
  },
  BUDGET_MS + 60_000,
);
