import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Benchmark } from '../benchmark.js';
import { Creating } from '../load/creating.js';
import { Rounds } from '../measure/alternate.js';
import { median, quantile } from '../measure/statistics.js';
import { inTemporaryDirectory } from '../measure/temporary-directory.js';
import type { Arrival } from '../outside/gate.js';
import { Handovers } from '../outside/handovers.js';
import { type Outside, startOutside } from '../outside/outside.js';
import { allowMuchInEach, FIRST, installInto, severalWorkspaces } from '../outside/workspaces.js';
import { startProgram } from '../programs/program.js';

const SERVICE_TIME_MS = 20;
const PER_SECOND = 20;
const LIMITED = { id: 'T1ACME', name: 'Acme' };
const HANGING = { id: 'T2BETA', name: 'Beta' };
const WORKSPACES = [FIRST, LIMITED, HANGING];
const MODALS = 5;
/** After this a trigger is of no use. */
const LATE_MS = 3_000;

/** P5. One workspace is limited by Slack, the API of another hangs: what a third one, and the limited one's own forms, feel. */
export const trouble: Benchmark = {
  id: 'P5',
  title: 'a workspace beside one that Slack limits and one whose API hangs',

  run: ({ programs, smoke }) =>
    inTemporaryDirectory(async (directory) => {
      const handovers = new Handovers();
      let viewOpened: ((at: number) => void) | undefined;
      const outside = await startOutside({
        api: { callsPerSecond: 1_000_000 },
        ...severalWorkspaces([LIMITED, HANGING]),
        slackArrived: (call: Arrival) => {
          handovers.slackArrived(call);
          if (call.path.endsWith('/views.open')) viewOpened?.(call.at);
        },
        apiAnswered: handovers.apiAnswered,
      });
      const store = `sqlite://${join(directory, 'bot.sqlite')}`;
      await allowMuchInEach(store, WORKSPACES);
      const bot = await startProgram({
        file: programs.bot,
        environment: { ...outside.environment, STORE_URL: store },
      });
      try {
        const { slack, api } = outside;
        await installInto(outside, bot, WORKSPACES);
        const creating = await Creating.capture(outside, handovers, bot);
        outside.slackGate.serviceTimeMs = SERVICE_TIME_MS;
        outside.apiGate.serviceTimeMs = SERVICE_TIME_MS;
        const p99 = async (): Promise<number> =>
          quantile(await Creating.perSecond([creating], bot, smoke ? 10 : 100, PER_SECOND), 0.99);
        const openModal = async (): Promise<number> => {
          const opened = new Promise<number>((resolve) => {
            viewOpened = resolve;
          });
          const from = performance.now();
          await slack.workspace(LIMITED.name).as('aiko').command('/apiclient create');
          const late = sleep(LATE_MS).then(() => from + LATE_MS);
          return (await Promise.race([opened, late])) - from;
        };

        await p99();
        const rounds = new Rounds();
        const modals: number[] = [];
        const times = smoke ? 1 : 3;
        for (let round = 0; round < times; round += 1) rounds.add('undisturbed', await p99());
        // Once: more of it would leave the limited workspace's people no turn, which is theirs to share.
        await makeTrouble(outside);
        for (let round = 0; round < times; round += 1) {
          rounds.add('beside both', await p99());
          for (let time = 0; time < MODALS; time += 1) modals.push(await openModal());
        }
        slack.clearFaults();
        api.clearFaults();
        return {
          rows: [
            {
              what: 'a create in the third workspace, p99, undisturbed',
              unit: 'ms',
              values: rounds.of('undisturbed'),
            },
            {
              what: 'the same beside the two',
              unit: 'ms',
              values: rounds.of('beside both'),
              floor: { name: 'undisturbed', ratios: rounds.ratios('beside both', 'undisturbed') },
            },
            { what: 'command to views.open in the limited workspace', unit: 'ms', values: modals },
          ],
          goals: [
            {
              says: 'p99 of the third workspace against undisturbed',
              measured: rounds.ratio('beside both', 'undisturbed'),
              atMost: 1.2,
              floor: rounds.of('undisturbed'),
            },
            {
              says: 'a form in the limited workspace: share of its 3 s',
              measured: median(modals) / 3_000,
              atMost: 0.05,
            },
          ],
        };
      } finally {
        await bot.kill();
        await outside.close();
      }
    }),
};

/** People of both workspaces in trouble ask for clients: their work piles up. */
async function makeTrouble({ slack, api }: Outside): Promise<void> {
  slack.fault({
    method: 'chat.postMessage',
    team: LIMITED.id,
    kind: 'ratelimited',
    retryAfterSeconds: 60,
    times: 10_000,
  });
  api.fault({ operation: 'create', user: 'analytics', kind: 'hang' });
  const asked = (name: string, user: string): Promise<unknown>[] =>
    Array.from({ length: 7 }, (_, number) =>
      slack.workspace(name).as('aiko').command(`/apiclient create n${number} --user ${user} --purpose x`),
    );
  await Promise.all([...asked(LIMITED.name, 'data.export'), ...asked(HANGING.name, 'analytics')]);
}
