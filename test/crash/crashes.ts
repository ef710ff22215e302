import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { startSandboxApi } from '../../sandbox/api/start-api.js';
import { environmentFor, startSlack } from '../harness.js';
import { before, violations } from './invariants.js';
import { bundleBot, KilledBot } from './killed-bot.js';
import { apartFromTrail } from './records-and-trail.js';
import { type Scenario, scenarios, type Scene, warmUp } from './scenarios.js';
import { all, type StoreKind, type StoreUnderCrash } from './stores.js';

/** A new store every so often: the policy allows a person only so many creates an hour. */
const POINTS_A_STORE = 20;
const SETTLED_WITHIN_MS = 15_000;

interface Report {
  points: number;
  kills: number;
  violations: string[];
}

/**
 * Interrupts one act at one point after the other, until it comes to its end: the bot that settles what one
 * kill left is the next one to be killed.
 */
async function interruptEverywhere(
  scenario: Scenario,
  kind: StoreKind,
  { name, every }: { readonly name: string; readonly every: number },
): Promise<Report> {
  const [api, slack] = await Promise.all([startSandboxApi({ callsPerSecond: 100_000 }), startSlack()]);
  /** A client whose end may not be written: the bot may do something else first, and be killed at that. */
  let unsaid: string | undefined;
  const end = async (client: string): Promise<void> => {
    unsaid = (await bot.end(client)) ? undefined : client;
  };
  const scene: Scene = { api, slack, end };
  const report: Report = { points: 0, kills: 0, violations: [] };
  let store = await kind.fresh();
  let bot = await startBot(scene, store);
  try {
    for (let point = 1; ; point += every) {
      const client = `${scenario.name}-${point}`;
      await scenario.prepare(scene, client);
      await atRest(scene, bot);
      const then = before(scene);
      await bot.arm(point);
      await scenario.act(scene, client);
      const passed = await passedUntilRest(scene, bot);
      // Before anybody settles it: an act and its record are one batch, so neither is there without the other.
      const apart = passed === undefined ? await apartFromTrail(store) : [];
      if (passed === undefined) {
        report.kills += 1;
        bot = await startBot(scene, store);
        if (unsaid !== undefined) await end(unsaid);
        await atRest(scene, bot);
      }
      report.violations.push(
        ...described(`${scenario.name} on ${name} at point ${point}`, [
          ...apart,
          ...violations(scene, scenario.who, client, then),
          ...(scenario.violations?.(scene, client) ?? []),
        ]),
      );
      if (passed !== undefined) {
        report.points = passed;
        return report;
      }
      for (const who of ['aiko', 'ben']) await slack.as(who).reload();
      if (report.kills % POINTS_A_STORE === 0) {
        await bot.kill();
        store = await kind.fresh();
        bot = await startBot(scene, store);
      }
    }
  } finally {
    await bot.kill();
    await slack.close();
    await api.stop();
  }
}

const described = (where: string, found: readonly string[]): readonly string[] =>
  found.map((violation) => `${where}: ${violation}`);

async function startBot({ api, slack }: Pick<Scene, 'api' | 'slack'>, store: string): Promise<KilledBot> {
  const bot = await KilledBot.start({
    ...environmentFor(api, slack),
    STORE_URL: store,
    STORE_ALLOW_VOLATILE: 'true',
    LOG_LEVEL: 'silent',
  });
  slack.connectApp(`http://127.0.0.1:${bot.port}/slack/events`);
  await warmUp({ api, slack });
  return bot;
}

/** Nothing is open, and nothing goes back or forth. */
async function atRest({ slack }: Pick<Scene, 'slack'>, bot: KilledBot): Promise<void> {
  const until = Date.now() + SETTLED_WITHIN_MS;
  await slack.settled(60);
  while ((await bot.open()) !== 0) {
    if (bot.isDead) throw new Error('the bot died by itself');
    if (Date.now() > until) throw new Error('what was interrupted is not settled');
    await sleep(30);
    await slack.settled(60);
  }
}

/** How many points the act passed in all; `undefined` when it was killed at one of them. */
async function passedUntilRest({ slack }: Pick<Scene, 'slack'>, bot: KilledBot): Promise<number | undefined> {
  let passed = 0;
  for (;;) {
    await slack.settled(60);
    const [now, open] = [await bot.passed(), await bot.open()];
    if (now === undefined || open === undefined) return undefined;
    if (open === 0 && now === passed) return passed;
    passed = now;
    await sleep(30);
  }
}

/** The tests of one kind of store. Each kind has a file of its own, and its scenarios run side by side: they mostly wait. */
export function describeCrashes({ name, open, absent, every }: StoreUnderCrash): void {
  beforeAll(bundleBot, 60_000);
  describe.skipIf(absent)(`on ${name}, a bot that is killed`, { concurrent: true }, () => {
    test.each(scenarios)('anywhere while people $name', { timeout: 300_000 }, async (scenario) => {
      const kind = await open();
      try {
        const step = all ? 1 : Math.max(every, scenario.every ?? 1);
        const report = await interruptEverywhere(scenario, kind, { name, every: step });
        console.info(
          `${scenario.name} on ${name}: ${report.points} points, ${report.kills} kills, ${report.violations.length} violations`,
        );
        expect(report.violations).toEqual([]);
        expect(report.kills).toBeGreaterThan(all ? 3 : 0);
      } finally {
        await kind.remove();
      }
    });
  });
}
