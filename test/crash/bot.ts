// The real bot in a process of its own, with adapters that kill it at a point that the parent names.
import { z } from 'zod';
import { httpClient } from '../../src/http/http-client.js';
import { startBot } from '../../src/bot/start-bot.js';
import { startPatiently } from '../../src/bot/start/start-patiently.js';
import { readConfig } from '../../src/config.js';
import { ClientRecord } from '../../src/core/model/client-record.js';
import { ClientRequest } from '../../src/core/requests/request.js';
import { createLog } from '../../src/log.js';
import type { Backend } from '../../src/storage/backends/backend.js';
import { clientRecords } from '../../src/storage/records/clients/client-records.js';
import { StoredRequestMessage } from '../../src/storage/records/requests/request-messages.js';
import { createStore } from '../../src/storage/backends/store.js';
import { FaultPoints } from './fault-points.js';
import { textsUnder } from '../storage/backends/texts.js';

/**
 * What the parent asks: to arm, to bring a client to its end, how many records of a kind there are, how many points were
 * passed, or what is still open.
 */
const Asked = z.union([
  z.object({ arm: z.number() }),
  z.object({ end: z.string() }),
  z.object({ recordsOf: z.string() }),
  z.enum(['passed', 'open']),
]);

/** After how long a replica sends what another may be sending. */
const sendingMs = Number(process.env['SENDING_MS'] ?? 0);

const points = new FaultPoints();
let store: Backend | undefined;

/** What the bot still has to settle, or to show. */
async function open(): Promise<number> {
  if (store === undefined) return 0;
  let count = await undelivered(store);
  for (const _ of await textsUnder(store, 'intent:')) count += 1;
  count += await unended(store);
  return count;
}

/** Requests of which people do not see how they stand, or whose collecting nobody serves. */
async function undelivered(backend: Backend): Promise<number> {
  const requests = createStore({ backend, schema: ClientRequest });
  const messages = createStore({ backend, schema: StoredRequestMessage });
  let count = 0;
  for await (const [, { workspace, id, version, state }] of requests.scan('request:')) {
    const delivered = await messages.get(`request-message:${workspace}:${id}:delivered`);
    if (delivered?.shows !== version || state.kind === 'collecting') count += 1;
  }
  return count;
}

/** Clients that have reached their end, and are not gone, or of which nobody was told. */
async function unended(backend: Backend): Promise<number> {
  let count = 0;
  for await (const [, { endsAt, end, closed }] of createStore({ backend, schema: ClientRecord }).scan(
    'client:',
  )) {
    const isTold = end?.news.some(({ about, state }) => about === 'ended' && state === 'taken') === true;
    if (endsAt !== undefined && Date.parse(endsAt) <= Date.now() && !(closed !== undefined && isTold)) {
      count += 1;
    }
  }
  return count;
}

const isOver = ({ endsAt }: ClientRecord): boolean =>
  endsAt !== undefined && Date.parse(endsAt) <= Date.now();

/** The client of that name has reached its end, and its owner was warned in time. Can be asked again. */
async function bringToItsEnd(name: string): Promise<void> {
  if (store === undefined) return;
  const DAY_MS = 24 * 3_600_000;
  for await (const [, record] of createStore({ backend: store, schema: ClientRecord }).scan('client:')) {
    const { workspace, id, requester: person } = record;
    if (record.name !== name || isOver(record)) continue;
    const endsAt = new Date(Date.now() - 1_000);
    const at = new Date(endsAt.getTime() - 2 * DAY_MS).toISOString();
    await clientRecords(store).change(workspace, id, (current) => ({
      ...current,
      endsAt: endsAt.toISOString(),
      end: { warned: 1, news: [{ about: '1-day', person, as: 'owner', state: 'taken', at }] },
    }));
  }
}

const config = readConfig(process.env);
const log = createLog(config.LOG_LEVEL);
const start = () =>
  startBot(config, log, {
    fetch: points.fetch(httpClient().fetch),
    wrapBackend(backend) {
      store = backend;
      return points.backend(backend);
    },
    // What a dead process was sending is nobody's any more; a live replica may still be sending it.
    // Less than any start takes: what the one before left was long enough ago then.
    pace: {
      leaseMs: 900,
      agendaEveryMs: 60,
      settleEveryMs: 60,
      sureAfterMs: 50,
      requestsEveryMs: 300,
      sendingMs,
    },
  });
// As an operator's bot starts: a busy machine may answer late.
const starting = startPatiently(start, { log, forMs: 20_000, stopped: new AbortController().signal });

const answer = async (asked: z.infer<typeof Asked>): Promise<unknown> => {
  if (asked === 'passed') return points.passed;
  if (asked === 'open') return open();
  if ('end' in asked) {
    await bringToItsEnd(asked.end);
    return 'ended';
  }
  if ('recordsOf' in asked) {
    return store === undefined ? 0 : (await textsUnder(store, `${asked.recordsOf}:`)).length;
  }
  points.arm(asked.arm);
  return 'armed';
};
process.on('message', (message) => {
  void answer(Asked.parse(message)).then((said) => process.send?.({ said }));
});
process.on('disconnect', () => process.exit(0));
void starting.then((bot) => process.send?.({ said: bot.port }));
