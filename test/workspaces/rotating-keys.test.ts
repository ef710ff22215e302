import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startSandboxApi } from '../../sandbox/api/start-api.js';
import { build } from '../built/build.js';
import { storeKinds } from '../crash/stores.js';
import { encryptionKey } from '../encryption-keys.js';
import { environmentFor, startSlack } from '../harness.js';
import { reseal } from '../reseal.js';
import { anotherClient, connectAccount } from '../setting-up.js';
import { BotProcess } from './bot-process.js';

const OLD = encryptionKey('old');
const NEW = encryptionKey('new');

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

describe.each(storeKinds.filter(({ shared }) => shared))('two replicas over $name', ({ open, absent }) => {
  beforeAll(async () => {
    if (!absent) await build();
  }, 120_000);
  test.skipIf(absent)(
    'serve through every step of changing their key, and the wrong order is refused',
    { timeout: 240_000 },
    async () => {
      const [api, slack, kind] = await Promise.all([startSandboxApi(), startSlack(), open()]);
      undo.push(
        () => kind.remove(),
        () => slack.close(),
        () => api.stop(),
      );
      const environment = {
        ...environmentFor(api, slack),
        ALPHAUS_CLIENT_ID: '',
        ALPHAUS_CLIENT_SECRET: '',
        STORE_URL: await kind.fresh(),
        STORE_ALLOW_VOLATILE: 'true',
      };
      const startWith = async (keys: string): Promise<BotProcess> => {
        const replica = await BotProcess.start({ ...environment, ENCRYPTION_KEYS: keys });
        undo.push(() => replica.stop());
        return replica;
      };
      const restart = async (replica: BotProcess, keys: string): Promise<BotProcess> => {
        await replica.stop();
        return startWith(keys);
      };
      const aiko = slack.as('aiko');
      /** Connects at one, as an admin does: from then on the connection is sealed by that one. */
      const connectAt = async (replica: BotProcess): Promise<void> => {
        slack.connectApp(replica.eventsUrl);
        await aiko.reload();
        const { id, secret } = anotherClient(api);
        await connectAccount(aiko, { id, secret, product: 'Ripple/Octo' });
      };
      const expectToServe = async (...replicas: readonly BotProcess[]): Promise<void> => {
        for (const replica of replicas) {
          slack.connectApp(replica.eventsUrl);
          await aiko.reload();
          await aiko.command('/apiclient doctor');
          await aiko.seesMessage('Doctor');
          await aiko.press('Show passed checks');
          await aiko.seesMessage('It gets access tokens and can read');
          expect(replica.output).not.toMatch(/does not open|sealed with a key that we lack/);
        }
      };

      let [one, other] = [await startWith(OLD), await startWith(OLD)];
      await connectAt(one);
      await expectToServe(one, other);

      // The wrong order: the new key first, while another replica does not have it.
      await other.stop();
      await expect(startWith(`${NEW},${OLD}`)).rejects.toThrow(
        /ENCRYPTION_KEYS: a running replica cannot open what key new seals\. Give every replica the new key behind the old one first/,
      );
      expect(await reseal(environment.STORE_URL, `${NEW},${OLD}`)).toEqual({
        code: 1,
        said: expect.stringContaining('a running replica cannot open what key new seals'),
      });
      await expectToServe(one);

      other = await startWith(`${OLD},${NEW}`);
      await expectToServe(one, other);
      one = await restart(one, `${OLD},${NEW}`);
      await expectToServe(one, other);
      // Nor may the old key go while a replica seals with it.
      await expect(startWith(NEW)).rejects.toThrow(
        /ENCRYPTION_KEYS lacks key old, with which a running replica seals: add it behind the first/,
      );

      other = await restart(other, `${NEW},${OLD}`);
      await connectAt(other);
      await expectToServe(one, other);
      one = await restart(one, `${NEW},${OLD}`);
      await expectToServe(one, other);

      expect(await reseal(environment.STORE_URL, `${NEW},${OLD}`)).toEqual({
        code: 0,
        said: expect.stringContaining('the store is sealed with key new alone'),
      });
      await expectToServe(one, other);

      other = await restart(other, NEW);
      await expectToServe(one, other);
      one = await restart(one, NEW);
      await expectToServe(one, other);
    },
  );
});
