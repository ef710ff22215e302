import { z } from 'zod';
import type { Witness } from '../../sandbox/underneath/exchange.js';
import type { AuditRecord } from '../../src/core/audit/audit-event.js';
import { ClientRecord } from '../../src/core/model/client-record.js';
import { ClientRequest } from '../../src/core/requests/request.js';
import { createStore } from '../../src/storage/backends/store.js';
import type { Running } from '../harness.js';
import { collect } from '../storage/servers/stores-under-test.js';
import type { BusyPerson } from './busy-people.js';
import { textsUnder } from '../storage/backends/texts.js';

const Answer = z.object({ client_id: z.string(), client_secret: z.string(), name: z.string() });

export interface Made {
  readonly id: string;
  readonly secret: string;
  readonly name: string;
}

/** Writes down every client that the API ever makes, whatever becomes of it. */
export function writeDown(made: Made[]): Witness {
  return ({ asked }) =>
    ({ status, body }) => {
      if (status !== 200 || !asked.startsWith('POST /m/u/users/client/')) return;
      const { client_id: id, client_secret: secret, name } = Answer.parse(JSON.parse(body));
      made.push({ id, secret, name });
    };
}

/** What the bot has not brought to its end yet. */
export async function unfinished(running: Running): Promise<readonly string[]> {
  const { backend } = running;
  const intents = await textsUnder(backend, 'intent:');
  const requests = await collect(createStore({ backend, schema: ClientRequest }).scan('request:'));
  return [
    ...intents.map(([key]) => key),
    ...requests.filter(([, { state }]) => state.kind === 'collecting').map(([key]) => key),
    ...withoutOutcome(await running.audit()),
  ];
}

/** Attempts that are on record alone. */
function withoutOutcome(records: readonly AuditRecord[]): readonly string[] {
  const attempts = (ended: boolean): readonly string[] =>
    records
      .filter(({ outcome }) => (outcome === 'attempted') !== ended)
      .map(({ workspace, action, reference }) => `${action} of ${reference} in ${workspace}`);
  const outcomes = new Set(attempts(true));
  return attempts(false).filter((attempt) => !outcomes.has(attempt));
}

/** Everything that must hold of what people asked for once it is settled; what does not is said. */
export async function violations(
  running: Running,
  people: readonly BusyPerson[],
  made: readonly Made[],
): Promise<readonly string[]> {
  const { api, backend, slack } = running;
  const stored = await collect(createStore({ backend, schema: ClientRecord }).scan('client:'));
  const records = new Map(stored.map(([, record]) => [record.id as string, record]));
  const whispers = slack
    .calls()
    .filter(({ method, answer }) => method === 'chat.postEphemeral' && answer?.['ok'] === true)
    .map(({ args }) => JSON.stringify(args));
  const exists = new Set(api.clients().map(({ id }) => id));
  const found = people.flatMap((person) => person.unheard());
  const withdrawn: string[] = [];

  for (const { id, secret, name } of made) {
    const whose = people.find((person) => person.asksFor(name));
    const shown = whispers.filter((args) => args.includes(secret)).length;
    const record = records.get(id);
    if (whose === undefined) found.push(`nobody asked for ${name}`);
    if (shown > 1) found.push(`the secret of ${name} was sent ${shown} times`);
    if (api.clients().filter((other) => other.name === name).length > 1) found.push(`${name} was made twice`);
    if (exists.has(id)) {
      if (shown === 1 && (record === undefined || record.closed !== undefined)) {
        found.push(`the record of ${name} is lost, and its person holds the secret`);
      }
      if (whose?.isTold(name, id) !== true) found.push(`${name} exists, and nobody was told`);
    } else {
      if (record !== undefined && record.closed === undefined)
        found.push(`${name} is gone, its record is not`);
      if (whose?.isTold(name, /deleted|it wasn’t/i) !== true) withdrawn.push(name);
    }
  }
  return [...found, ...people.flatMap((person) => person.untold(withdrawn))];
}
