import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../../sandbox/api/start-api.js';
import type { SandboxSlack } from '../../sandbox/slack/start-slack.js';
import { clientNamed, count, environmentFor, startSlack } from '../harness.js';
import { bundleBot, KilledBot } from './killed-bot.js';
import { warmUp } from './scenarios.js';
import { type StoreKind, storeKinds } from './stores.js';

beforeAll(bundleBot, 60_000);

describe.each(storeKinds.filter(({ shared }) => shared))('two replicas on $name', ({ open, absent }) => {
  describe.skipIf(absent)('of which Slack reaches either', () => {
    let api: SandboxApi;
    let slack: SandboxSlack;
    let kind: StoreKind;
    let replicas: KilledBot[];
    beforeEach(async () => {
      [api, slack, kind] = await Promise.all([startSandboxApi(), startSlack(), open()]);
      const environment = {
        ...environmentFor(api, slack),
        STORE_URL: await kind.fresh(),
        STORE_ALLOW_VOLATILE: 'true',
        LOG_LEVEL: 'silent',
      };
      replicas = await Promise.all([KilledBot.start(environment), KilledBot.start(environment)]);
    });
    afterEach(async () => {
      for (const replica of replicas) await replica.kill();
      await slack.close();
      await api.stop();
      await kind.remove();
    });

    const reach = async (which: number): Promise<KilledBot> => {
      const replica = replicas[which];
      if (replica === undefined) throw new Error(`there is no replica ${which}`);
      slack.connectApp(`http://127.0.0.1:${replica.port}/slack/events`);
      await warmUp({ api, slack });
      return replica;
    };

    test('one settles what the other left when it was killed, without a restart', async () => {
      const first = await reach(0);
      api.fault({ operation: 'create', kind: 'hang', acts: true, times: 1 });
      const aiko = slack.as('aiko');
      await aiko.command('/apiclient create nightly --user billing --purpose x');
      await expect.poll(() => count(api, 'create')).toBe(1);
      await first.kill();
      const offered = await aiko.seesMessage('may be it');
      expect(offered.content).toContain(clientNamed(api, 'nightly').id);
      await reach(1);
      await aiko.press('Delete', { confirm: true });
      await aiko.seesMessage('no longer work');
      expect(api.clients().some(({ name }) => name === 'nightly')).toBe(false);
    });

    test('a command that is delivered to both is done once', async () => {
      await reach(1);
      await reach(0);
      const aiko = slack.as('aiko');
      await aiko.command('/apiclient create nightly --user billing --purpose x');
      const command = slack.deliveries().findLast(({ body }) => body.includes('create+nightly'));
      if (command === undefined) throw new Error('no command was delivered');
      slack.connectApp(`http://127.0.0.1:${replicas[1]?.port}/slack/events`);
      await Promise.all([slack.deliverAgain(command), slack.deliverAgain(command)]);
      await aiko.seesMessage('API client created');
      await slack.settled(300);
      expect(count(api, 'create')).toBe(1);
      expect(slack.calls().filter(({ method }) => method === 'chat.postEphemeral')).toHaveLength(1);
    });
  });
});
