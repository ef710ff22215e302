import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../../sandbox/api/start-api.js';
import type { SandboxSlack } from '../../sandbox/slack/start-slack.js';
import { build } from '../built/build.js';
import { storeKinds, type StoreKind } from '../crash/stores.js';
import { clientNamed, count, environmentFor, forEveryWorkspace, root, startSlack } from '../harness.js';
import { BotProcess } from './bot-process.js';
import { Browser, connectAs } from './installing.js';

/** A rotating token of this life is due five seconds after it was issued. */
const TOKEN_LIFETIME_SECONDS = 2 * 3600 + 5;

describe.each(storeKinds.filter(({ name }) => name !== 'SQLite'))(
  'two processes that serve one app over $name',
  ({ open, absent }) => {
    describe.skipIf(absent)('', () => {
      beforeAll(build, 120_000);
      let kind: StoreKind;
      let api: SandboxApi;
      let slack: SandboxSlack;
      let one: BotProcess;
      let other: BotProcess;
      const acme = () => slack.workspace('Acme');

      beforeAll(async () => {
        kind = await open();
        const oauth = { ...forEveryWorkspace.slack.oauth, tokenLifetimeSeconds: TOKEN_LIFETIME_SECONDS };
        [api, slack] = await Promise.all([
          startSandboxApi(),
          startSlack({ ...forEveryWorkspace.slack, oauth }),
        ]);
        const environment = {
          ...environmentFor(api, slack),
          ...forEveryWorkspace.environment,
          STORE_URL: await kind.fresh(),
          STORE_ALLOW_VOLATILE: 'true',
          LOG_LEVEL: 'info',
        };
        [one, other] = await Promise.all([BotProcess.start(environment), BotProcess.start(environment)]);
      }, 60_000);
      afterAll(async () => {
        expect(await Promise.all([one.stop(), other.stop()])).toEqual([0, 0]);
        await slack.close();
        await api.stop();
        await kind.remove();
      });

      test('an installation that was begun at one is completed at the other, and its state is good once', async () => {
        slack.connectApp(one.eventsUrl);
        const browser = new Browser({ bot: one });
        const back = new URL(await browser.decide(await browser.begin(), { target: 'T1ACME', as: 'aiko' }));
        const cookie = `slack-app-oauth-state=${back.searchParams.get('state')}`;
        const visit = async (bot: BotProcess) => {
          back.port = `${bot.port}`;
          return (await fetch(back, { headers: { cookie } })).status;
        };
        expect([await visit(other), await visit(one), await visit(other)]).toEqual([200, 400, 400]);
      });

      test('a connection made at one serves at the other, which has just seen that there is none', async () => {
        const aiko = acme().as('aiko');
        slack.connectApp(other.eventsUrl);
        await aiko.command('/apiclient list');
        await aiko.seesMessage('isn’t connected to Alphaus yet');
        slack.connectApp(one.eventsUrl);
        await connectAs({ api }, aiko, root);
        slack.connectApp(other.eventsUrl);
        await aiko.command('/apiclient list');
        await aiko.seesMessage('nightly-report');
      });

      test('what Slack delivers to both is done once', async () => {
        const aiko = acme().as('aiko');
        slack.connectApp(one.eventsUrl);
        await aiko.command('/apiclient create twice --user billing --purpose x');
        const delivery = slack.deliveries().findLast(({ kind: of }) => of === 'command');
        if (delivery === undefined) throw new Error('no command was sent');
        slack.connectApp(other.eventsUrl);
        await Promise.all([slack.deliverAgain(delivery), slack.deliverAgain(delivery)]);
        await aiko.seesMessage('API client created');
        await slack.settled(300);
        expect(count(api, 'create')).toBe(1);
      });

      test('two people who delete at two of them delete once, and both hear how it stands', async () => {
        const [aiko, mika] = [acme().as('aiko'), acme().as('ben')];
        acme().changePerson('ben', { isAdmin: true });
        const { id } = clientNamed(api, 'twice');
        await aiko.reload();
        for (const person of [aiko, mika]) {
          await person.command(`/apiclient delete ${id}`);
          await person.seesModal('Delete this API client?');
        }
        await mika.fill('Name of the client', 'twice');
        slack.connectApp(one.eventsUrl);
        const first = aiko.press('Delete');
        slack.connectApp(other.eventsUrl);
        const second = mika.press('Delete');
        await Promise.all([first, second]);
        const heard = await Promise.all(
          [aiko, mika].map(
            async (person) =>
              (await person.reads(/Deleted twice|already deleted by|is deleting it right now/)).content,
          ),
        );
        await slack.settled(300);
        expect(heard.filter((content) => content.includes('Deleted twice')).length).toBeGreaterThan(0);
        expect(count(api, 'delete')).toBe(1);
      });

      test('a token that is due is renewed once, however many requests both get at once', async () => {
        await new Promise((resolve) => setTimeout(resolve, 5_500));
        const refreshes = () =>
          slack
            .calls()
            .filter(
              ({ method, args }) => method === 'oauth.v2.access' && args['grant_type'] === 'refresh_token',
            );
        const before = refreshes().length;
        const aiko = acme().as('aiko');
        await aiko.reload();
        await Promise.all(
          Array.from({ length: 12 }, (_, index) => {
            slack.connectApp(index % 2 === 0 ? one.eventsUrl : other.eventsUrl);
            return aiko.command(`/apiclient list nothing-${index}`);
          }),
        );
        await aiko.sees(
          ({ messages }) =>
            messages.filter(({ content }) => content.includes('No clients match')).length === 12,
        );
        await slack.settled(300);
        expect(refreshes().length - before).toBe(1);
        expect(refreshes().filter(({ answer }) => answer?.['ok'] !== true)).toEqual([]);
      }, 30_000);

      test('an uninstallation that one hears ends it at the other within seconds', async () => {
        slack.connectApp(one.eventsUrl);
        const command = slack.deliveries().findLast(({ kind: of }) => of === 'command');
        await acme().uninstall();
        await slack.settled(300);
        slack.connectApp(other.eventsUrl);
        if (command === undefined) throw new Error('no command was sent');
        const statuses: number[] = [];
        while (statuses.at(-1) !== 404) {
          statuses.push((await slack.deliverAgain(command)).status);
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        expect(statuses.length).toBeLessThan(60);
      }, 20_000);
    });
  },
);
