import { setTimeout as sleep } from 'node:timers/promises';
import { UNCONFIRMED_FOR_MS } from '../../src/core/clients/client-records.js';
import { ClientId, PersonId, WorkspaceId } from '../../src/core/model/ids.js';
import { committing } from '../../src/storage/backends/commit.js';
import { openBackend } from '../../src/storage/backends/open-backend.js';
import { clientRecords } from '../../src/storage/records/clients/client-records.js';
import { record } from '../../test/core/records.js';
import { forEveryWorkspace } from '../../test/harness.js';
import type { Benchmark } from '../benchmark.js';
import { floorBeside } from '../load/floor-beside.js';
import { Load } from '../load/load.js';
import { signed } from '../load/signed.js';
import { quantile } from '../measure/statistics.js';
import type { Answer, Arrival } from '../outside/gate.js';
import { openEmptyRedis } from '../outside/growing-stores.js';
import { putInstallations, teamOf } from '../outside/many-installations.js';
import { type Outside, startOutside } from '../outside/outside.js';
import { nothingUnderWay } from '../programs/nothing-under-way.js';
import { type Program, startProgram } from '../programs/program.js';

const WORKSPACES = 1_000;
const SLACK_MS = 50;
/** From when all is written until it is due. */
const DUE_AFTER_MS = 15_000;
const COMMANDS_PER_SECOND = 20;
const GIVE_UP_AFTER_MS = 180_000;
/** A second time would come within this long. */
const WATCHED_AFTER_MS = 5_000;

/** Every workspace has a person of its own, who is reminded in a direct message of its own. */
const personOf = (number: number): string => `U0BENCH${number}`;
const messagesOf = (person: string): string => person.replace('U0', 'D0');

/** G3. A reminder in each workspace falls due at the same instant; two replicas share a Redis. */
export const sameMinute: Benchmark = {
  id: 'G3',
  title: `${WORKSPACES} things due at the same minute over as many workspaces, with two replicas on Redis`,

  async run({ programs, smoke }) {
    const count = smoke ? 20 : WORKSPACES;
    const reminders = new Map<string, number[]>();
    const outside = await startOutside({
      slack: { oauth: forEveryWorkspace.slack.oauth },
      environment: forEveryWorkspace.environment,
      slackArrived({ path, body, at }) {
        if (!path.endsWith('/chat.postMessage')) return;
        const channel = new URLSearchParams(body).get('channel') ?? '';
        if (!channel.startsWith('D0BENCH')) return;
        reminders.set(channel, [...(reminders.get(channel) ?? []), at]);
      },
      slackInstead,
    });
    outside.slackGate.serviceTimeMs = SLACK_MS;
    const store = await openEmptyRedis();
    const running: Program[] = [];
    const environment = { ...outside.environment, STORE_URL: store.url, STORE_ALLOW_VOLATILE: 'true' };
    try {
      await putInstallations(outside, store.url, { first: 0, count, rotate: false });
      for (const file of [programs.bot, programs.bot, programs['raw-acknowledge']]) {
        running.push(await startProgram({ file, probe: programs.probe, environment }));
      }
      const [one, other, raw] = running;
      if (one === undefined || other === undefined || raw === undefined) throw new Error('nothing runs');
      const due = await putReminders(store.url, count);
      const before = await Promise.all([one, other].map((replica) => replica.usage()));
      const floor = floorBeside(raw, outside.signingSecret);
      const commands = [one, other].map((replica) => commanding(outside, replica));
      const from = performance.now();
      while (reminders.size < count && performance.now() - from < GIVE_UP_AFTER_MS) await sleep(50);
      const acknowledged = (await Promise.all(commands.map((some) => some.end()))).flat();
      const disturbed = await floor.end();
      await sleep(WATCHED_AFTER_MS);
      await Promise.all([one, other].map(nothingUnderWay));
      const after = await Promise.all([one, other].map((replica) => replica.usage()));

      const at = [...reminders.values()].flat();
      const done = [...reminders.values()].filter((times) => times.length === 1).length;
      const last = (Math.max(...at) - due) / 1000;
      const p99 = quantile(acknowledged, 0.99);
      const row = (what: string, unit: string, values: readonly number[]) => ({ what, unit, values });
      return {
        rows: [
          row('done once', '', [done]),
          row('the first, after it was due', 's', [(Math.min(...at) - due) / 1000]),
          row('the last', 's', [last]),
          row('acknowledgements meanwhile, p50', 'ms', [quantile(acknowledged, 0.5)]),
          row('acknowledgements meanwhile, p99', 'ms', [p99]),
          row('raw node:http meanwhile', 'ms', disturbed),
          row(
            'processor time of each replica',
            's',
            after.map(({ cpuMicroseconds }, which) => {
              const until = before[which]?.cpuMicroseconds ?? Number.NaN;
              return (cpuMicroseconds - until) / 1e6;
            }),
          ),
        ],
        goals: [
          { says: 'not done, or done more than once', measured: count - done, atMost: 0 },
          { says: 'seconds until the last is done', measured: last, atMost: 60, beside: disturbed },
          { says: 'acknowledgements meanwhile, p99, in ms', measured: p99, atMost: 100, beside: disturbed },
        ],
      };
    } finally {
      await Promise.all(running.map((program) => program.kill()));
      await store.close();
      await outside.close();
    }
  },
};

/** Resolves to when they are due, by `performance.now()`. */
async function putReminders(url: string, count: number): Promise<number> {
  const backend = await openBackend(url, { allowVolatile: true });
  try {
    const clients = clientRecords(backend);
    const commit = committing(backend);
    const due = Date.now() + DUE_AFTER_MS;
    for (let number = 0; number < count; number += 1) {
      const person = PersonId.parse(personOf(number));
      const client = record({
        workspace: WorkspaceId.parse(teamOf(number)),
        id: ClientId.parse(`ripple-${number}`),
        owner: { kind: 'person', id: person },
        requester: person,
        createdAt: new Date(due - UNCONFIRMED_FOR_MS).toISOString(),
      });
      await commit(clients.adding(client));
    }
    if (Date.now() > due) throw new Error('they were due before all were written: the machine is too busy');
    return due - performance.timeOrigin;
  } finally {
    await backend.close();
  }
}

/** Somebody in each workspace in turn, until it is ended: resolves to how long each waited for its acknowledgement. */
function commanding({ responseUrl, signingSecret }: Outside, { port }: Program) {
  const load = new Load(port, 8);
  const waited: number[] = [];
  const ended = new AbortController();
  let sent = 0;
  const next = () => {
    sent += 1;
    const fields = {
      command: '/apiclient',
      text: 'version',
      team_id: teamOf(sent % 20),
      user_id: `U0ASKS${sent % 20}`,
      channel_id: 'C0BENCH',
      trigger_id: `${port}.${sent}.bench`,
      response_url: responseUrl,
    };
    return signed(signingSecret, new URLSearchParams(fields).toString());
  };
  const going = (async () => {
    while (!ended.signal.aborted)
      waited.push(...(await load.open(COMMANDS_PER_SECOND, COMMANDS_PER_SECOND, next)).latenciesMs);
  })();
  return {
    async end(): Promise<readonly number[]> {
      ended.abort();
      await going;
      await load.close();
      return waited;
    },
  };
}

let posted = 0;

/** The sandbox's Slack does not know a thousand workspaces. */
function slackInstead({ path, body }: Arrival): Answer | undefined {
  const fields = new URLSearchParams(body);
  const method = path.slice(path.lastIndexOf('/') + 1);
  switch (method) {
    case 'users.info': {
      const id = fields.get('user') ?? '';
      return answer({
        user: { id, name: id, is_admin: true, locale: 'en-US', enterprise_user: { teams: [] } },
      });
    }
    case 'conversations.open':
      return answer({ channel: { id: messagesOf(fields.get('users') ?? '') } });
    case 'chat.postMessage':
      posted += 1;
      return answer({ ts: `1764000000.${String(posted).padStart(6, '0')}` });
    default:
      return undefined;
  }
}

const answer = (said: object): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ ok: true, ...said }),
});
