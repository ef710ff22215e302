import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Benchmark } from '../benchmark.js';
import { changed, lastDelivery, viewIdOf } from '../load/captured.js';
import { Load } from '../load/load.js';
import { signed } from '../load/signed.js';
import { alternate, type Contender } from '../measure/alternate.js';
import { median, quantile } from '../measure/statistics.js';
import { inTemporaryDirectory } from '../measure/temporary-directory.js';
import { Handovers } from '../outside/handovers.js';
import { type Outside, startOutside } from '../outside/outside.js';
import { allowMuch } from '../outside/store.js';
import { type Program, startProgram } from '../programs/program.js';

const SERVICE_TIME_MS = 20;
/** One connection makes no more than 80 calls a second, of the 100 that the API allows. */
const PER_SECOND = 70;
const NAME = 'bench-0';

/**
 * P2. From the moment that somebody presses Create until Slack has the secret, with SQLite on this disk: the rights
 * asked, the attempt, the intent, the outcome and the record written.
 */
export const createToSecret: Benchmark = {
  id: 'P2',
  title: `from a submitted form to the secret at Slack; every call outside takes ${SERVICE_TIME_MS} ms`,

  run: ({ programs, smoke }) =>
    inTemporaryDirectory(async (directory) => {
      const handovers = new Handovers();
      const outside = await startOutside({
        api: { callsPerSecond: 1_000_000 },
        slackArrived: handovers.slackArrived,
        apiAnswered: handovers.apiAnswered,
      });
      const running: Program[] = [];
      try {
        const store = `sqlite://${join(directory, 'bot.sqlite')}`;
        await allowMuch(store);
        const bot = await startProgram({
          file: programs.bot,
          environment: { ...outside.environment, STORE_URL: store },
        });
        running.push(bot);
        const form = await captureForm(outside, bot);
        const floor = await startProgram({
          file: programs['raw-create'],
          environment: { ...outside.environment, ...(await whatTheFloorKnows(outside)) },
        });
        running.push(floor);
        outside.slackGate.serviceTimeMs = SERVICE_TIME_MS;
        outside.apiGate.serviceTimeMs = SERVICE_TIME_MS;

        const creating = new Creating(outside, handovers, form);
        const oneByOne = (name: string, program: Program): Contender => ({
          name,
          measure: async () => median(await creating.oneByOne(program, smoke ? 3 : 25)),
        });
        const alone = [oneByOne('raw undici', floor), oneByOne('bot', bot)];
        await alternate(1, alone);
        const rounds = await alternate(smoke ? 1 : 8, alone);

        const many = (name: string, program: Program): Contender => ({
          name,
          measure: async () => quantile(await creating.perSecond(program, smoke ? 20 : 350), 0.99),
        });
        const together = await alternate(smoke ? 1 : 4, [many('raw undici', floor), many('bot', bot)]);

        const row = (what: string, measured: typeof rounds, name: string) => ({
          what,
          unit: 'ms',
          values: measured.of(name),
          ...(name === 'bot' && {
            floor: { name: 'raw undici', ratios: measured.ratios(name, 'raw undici') },
          }),
        });
        return {
          rows: [
            row('raw undici, one by one: p50', rounds, 'raw undici'),
            row('bot, one by one: p50', rounds, 'bot'),
            row(`raw undici, ${PER_SECOND} a second: p99`, together, 'raw undici'),
            row(`bot, ${PER_SECOND} a second: p99`, together, 'bot'),
          ],
          goals: [
            {
              says: 'submit to secret, p50, against raw undici',
              measured: rounds.ratio('bot', 'raw undici'),
              atMost: 1.1,
              floor: rounds.of('raw undici'),
            },
            {
              says: `the same at ${PER_SECOND} a second, p99`,
              measured: together.ratio('bot', 'raw undici'),
              atMost: 1.5,
              floor: together.of('raw undici'),
            },
          ],
        };
      } catch (error) {
        throw new Error(running.map((program) => program.printed().slice(-3000)).join('\n'), {
          cause: error,
        });
      } finally {
        await Promise.all(running.map((program) => program.kill()));
        await outside.close();
      }
    }),
};

class Creating {
  readonly #outside: Outside;
  readonly #handovers: Handovers;
  readonly #form: string;
  readonly #viewId: string;
  #made = 0;

  constructor(outside: Outside, handovers: Handovers, form: string) {
    this.#outside = outside;
    this.#handovers = handovers;
    this.#form = form;
    this.#viewId = viewIdOf(form);
  }

  /** Milliseconds of each, the next when one is done. */
  async oneByOne(program: Program, times: number): Promise<readonly number[]> {
    const load = new Load(program.port, 1);
    const took: number[] = [];
    for (let time = 0; time < times; time += 1) took.push(await this.#create(load));
    await load.close();
    return took;
  }

  async perSecond(program: Program, times: number): Promise<readonly number[]> {
    const load = new Load(program.port, 32);
    const startedAt = performance.now();
    const all: Promise<number>[] = [];
    for (let time = 0; time < times; time += 1) {
      const early = startedAt + (time * 1000) / PER_SECOND - performance.now();
      if (early > 0) await sleep(early);
      all.push(this.#create(load));
    }
    const took = await Promise.all(all);
    await load.close();
    return took;
  }

  async #create(load: Load): Promise<number> {
    this.#made += 1;
    const name = `bench-${this.#made}`;
    const body = changed(this.#form, { [NAME]: name, [this.#viewId]: `V${this.#made}` });
    const arrives = this.#handovers.expect(name);
    const request = signed(this.#outside.signingSecret, body);
    const from = performance.now();
    const [at] = await Promise.all([arrives, load.closed(1, 1, () => request)]);
    return at - from;
  }
}

/** The form of a create as the sandbox's Slack sends it when it is submitted. */
async function captureForm(outside: Outside, bot: Program): Promise<string> {
  const { slack } = outside;
  slack.connectApp(`http://127.0.0.1:${bot.port}/slack/events`);
  const aiko = slack.as('aiko');
  await aiko.command(`/apiclient create ${NAME} --user billing`);
  await aiko.seesModal('Purpose');
  await aiko.fill('Purpose', 'to be measured');
  await aiko.submit();
  await aiko.seesMessage('API client created');
  return lastDelivery(outside, 'view_submission');
}

/** An access token and the DM, which the bot knows from before, too. */
async function whatTheFloorKnows({ api, slack }: Outside): Promise<Record<string, string>> {
  const response = await fetch(`${api.loginUrl}/ripple/access_token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: api.rootClient.id,
      client_secret: api.rootClient.secret,
      scope: 'openid',
    }),
  });
  const token = /"access_token":\s*"([^"]+)"/.exec(await response.text())?.[1];
  if (token === undefined) throw new Error('the sandbox gave no access token');
  const aiko = slack.as('aiko');
  return { FLOOR_ACCESS_TOKEN: token, FLOOR_CHANNEL: aiko.dmId, FLOOR_PERSON: aiko.id };
}
