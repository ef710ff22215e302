import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../../sandbox/api/start-api.js';
import type { SandboxSlack } from '../../sandbox/slack/start-slack.js';
import { environmentFor, startSlack } from '../harness.js';
import { bundleBot, KilledBot } from './killed-bot.js';
import { warmUp } from './scenarios.js';
import { type StoreKind, storeKinds } from './stores.js';

/** Races of whole bots; `test/storage/records/decision-races.test.ts` runs hundreds below them. */
const ROUNDS = 12;
const ROTATIONS = 6;
const PATIENCE = { timeoutMs: 30_000 };

beforeAll(bundleBot, 60_000);

/** Hands each request of Slack to another replica than the one before, as a load balancer does. */
function balancer(ports: readonly number[]): Promise<Server> {
  let next = 0;
  const handOn = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    next += 1;
    const { host: _, ...headers } = request.headers;
    const answer = await fetch(`http://127.0.0.1:${ports[next % ports.length]}${request.url}`, {
      method: 'POST',
      headers: Object.entries(headers).flatMap(([name, value]) =>
        typeof value === 'string' && name !== 'connection' && name !== 'content-length'
          ? [[name, value]]
          : [],
      ),
      body: Buffer.concat(chunks),
    });
    response.writeHead(answer.status, {
      'content-type': answer.headers.get('content-type') ?? 'text/plain',
    });
    response.end(Buffer.from(await answer.arrayBuffer()));
  };
  const server = createServer((request, response) => {
    // A replica that is gone looks to Slack like one that hangs up.
    handOn(request, response).catch(() => response.destroy());
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

describe.each(storeKinds.filter(({ name }) => name !== 'SQLite'))('on $name', ({ open, absent }) => {
  describe.skipIf(absent)('two replicas, each in its own process', () => {
    let api: SandboxApi;
    let slack: SandboxSlack;
    let kind: StoreKind;
    let replicas: readonly KilledBot[];
    let server: Server;

    beforeAll(async () => {
      [api, slack, kind] = await Promise.all([
        startSandboxApi({ callsPerSecond: 100_000 }),
        startSlack(),
        open(),
      ]);
      const environment = {
        ...environmentFor(api, slack),
        STORE_URL: await kind.fresh(),
        STORE_ALLOW_VOLATILE: 'true',
        LOG_LEVEL: 'silent',
        SENDING_MS: '60000',
      };
      slack.changePerson('chloe', { isAdmin: true });
      replicas = await Promise.all([KilledBot.start(environment), KilledBot.start(environment)]);
      server = await balancer(replicas.map(({ port }) => port));
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('the balancer has no port');
      slack.connectApp(`http://127.0.0.1:${address.port}/slack/events`);
      // Each of the two.
      for (const _ of replicas) await warmUp({ api, slack });
    }, 60_000);
    afterAll(async () => {
      await Promise.all(replicas.map((replica) => replica.kill()));
      server.close();
      await slack.close();
      await api.stop();
      await kind.remove();
    });

    const said = (who: string, name: string) =>
      slack
        .as(who)
        .messages('dm')
        .map(({ content }) => content)
        .filter((content) => content.includes(name));
    const card = (who: string, name: string) =>
      said(who, name).find((content) => content.includes(` requests ${name}`)) ?? '';

    /** What people do to the same request at the same moment; the deny form is filled in already. */
    const race = [
      (name: string) => [
        slack.as('aiko').press('Approve', { near: name }),
        slack.as('chloe').press('Approve', { near: name }),
      ],
      (name: string) => [
        slack.as('aiko').press('Approve', { near: name }),
        slack.as('aiko').press('Approve', { near: name }),
      ],
      (name: string) => [slack.as('chloe').press('Approve', { near: name }), slack.as('aiko').submit()],
    ] as const;

    test('give a client one successor when two people rotate it at once', { timeout: 120_000 }, async () => {
      const refused =
        /is rotating this client right now|Someone else changed this client|already has a successor/;
      for (let round = 0; round < ROTATIONS; round += 1) {
        const name = `rotated-${round}`;
        const called = () => api.clients().filter((client) => client.name === name);
        await slack.as('aiko').command(`/apiclient create ${name} --user billing --purpose race`);
        await slack
          .as('aiko')
          .sees(() => said('aiko', name).some((text) => text.startsWith('API client created')), PATIENCE);
        await slack.settled();
        const [old] = called();
        const both = ['aiko', 'chloe'] as const;
        await Promise.all(
          both.map((who) => slack.as(who).command(`/apiclient rotate ${old?.id ?? ''} --overlap 7`)),
        );
        await Promise.any(both.map((who) => slack.as(who).seesMessage(refused, PATIENCE)));
        await slack.as('aiko').sees(() => called().length === 2, PATIENCE);
        await slack.settled();
        expect(called()).toHaveLength(2);
        for (const who of both) await slack.as(who).reload();
      }
      expect(slack.violations()).toEqual([]);
    });

    test(`have one decision, and tell the requester once, in each of ${ROUNDS} races`, {
      timeout: 240_000,
    }, async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const name = `race-${String(round).padStart(3, '0')}`;
        await slack.as('ben').command(`/apiclient request ${name} --user billing --purpose race`);
        for (const who of ['aiko', 'chloe']) await slack.as(who).sees(() => card(who, name) !== '', PATIENCE);
        if (round % race.length === 2) {
          await slack.as('aiko').press('Deny', { near: name });
          await slack.as('aiko').seesModal('Deny this request?');
          await slack.as('aiko').fill('Reason', 'another is there');
        }
        await Promise.all(race[round % race.length]?.(name) ?? []);
        const decided = /(Approved|Denied) by @(\w+)/;
        await slack
          .as('ben')
          .sees(() => said('ben', name).some((text) => /(approved|denied) your/.test(text)), PATIENCE);
        for (const who of ['aiko', 'chloe'])
          await slack.as(who).sees(() => decided.test(card(who, name)), PATIENCE);
        await slack.settled();

        const [verdict = ''] = decided.exec(card('aiko', name)) ?? [];
        expect({
          chloeSees: card('chloe', name).includes(verdict),
          news: said('ben', name).filter((text) => /(approved|denied) your request/.test(text)).length,
        }).toEqual({ chloeSees: true, news: 1 });
        for (const who of ['aiko', 'chloe', 'ben']) await slack.as(who).reload();
      }
      expect(slack.violations()).toEqual([]);
    });
  });
});
