import { isSameAccount } from '../connection/same-account.js';
import type { Connection } from '../connection/connection.js';
import type { AlphausUserName, ApiClient } from '../model/api-client.js';
import type { ClientRecord } from '../model/client-record.js';
import { ClientId } from '../model/ids.js';
import { type Product, Product as Products, unqualified } from '../model/product.js';
import { HOUR_MS } from '../model/durations.js';
import { type Finding, findingName } from './finding.js';
import type { LookContext } from './look-context.js';

/** What is so young may be a create that is not recorded yet: it is looked at next time. */
const SETTLED_AFTER_MS = 15 * 60_000;
/** A record may have been written while the lists of the last look were on their way. */
const LOOKED_BACK_MS = 2 * HOUR_MS;
const LIST_AT_MOST_OLD_MS = 60_000;
/** A workspace may have thousands of Alphaus users, each with a list. */
const ALL_LISTS_WITHIN_MS = 30 * 60_000;
const RECORDS_AT_ONCE = 200;

/** Compares what the API lists with what it listed at the last look: made elsewhere, deleted elsewhere. */
export async function lookAtClients(context: LookContext, lookedAt: Date | undefined): Promise<boolean> {
  const connection = await context.connections.current();
  if (connection === undefined) return true;
  const { users, away } = await connection.alphaus.users();
  const names = users.map(({ name }) => name);
  const { lists, outstanding, failures } = await connection.directory.gather(names, {
    maxAgeMs: LIST_AT_MOST_OLD_MS,
    shownForMs: LIST_AT_MOST_OLD_MS,
    waitMs: ALL_LISTS_WITHIN_MS,
  });
  for (const product of Products.options) {
    const own = names.filter((name) => unqualified(name).product === product);
    // Where a product did not answer in full, nobody knows what is missing.
    const isTold = own.every((name) => lists.has(name)) && !failures.has(product);
    if (own.length === 0 || !isTold) continue;
    const clients = own.flatMap((name) => lists.get(name)?.clients ?? []);
    await lookAtProduct(context, connection, { product, users: new Set(own), clients, lookedAt });
  }
  return away.length === 0 && outstanding === 0 && failures.size === 0;
}

interface Told {
  readonly product: Product;
  readonly users: ReadonlySet<AlphausUserName>;
  readonly clients: readonly ApiClient[];
  readonly lookedAt: Date | undefined;
}

async function lookAtProduct(context: LookContext, connection: Connection, told: Told): Promise<void> {
  const { workspace, lastSeen, now } = context;
  const settledBefore = now().getTime() - SETTLED_AFTER_MS;
  const byId = new Map(
    told.clients
      .filter(({ createdAt }) => createdAt === undefined || createdAt < settledBefore)
      .map((client) => [client.id as string, client]),
  );
  const name = `clients-${told.product}-${await accountName(connection, told)}`;
  const entries = new Map([...byId].map(([id, { user }]) => [id, user as string]));
  const difference = await lastSeen.compare(workspace, name, entries);
  const added = difference.added.flatMap((id) => byId.get(id) ?? []);
  await noteUnknown(context, connection, added);
  const listed = new Set<string>(told.clients.map(({ id }) => id));
  const users = new Set<string>(told.users);
  // A user that is told no more may be out of reach, and nothing is known of the user's clients.
  const gone = [...difference.gone].filter(([id, user]) => users.has(user) && !listed.has(id));
  await noteDeleted(
    context,
    connection,
    gone.map(([id]) => ClientId.parse(id)),
  );
  await noteRecordedGone(context, connection, { ...told, listed });
  await difference.keep();
}

/** Names the account by its caller: other credentials of the same account list the same clients. */
async function accountName(connection: Connection, { users }: Told): Promise<string> {
  const [first] = users;
  if (first === undefined) throw new Error('a product without users was told');
  const [caller] = await connection.alphaus.usersBeside(first);
  return encodeURIComponent(caller?.name ?? first)
    .replaceAll('%', '_')
    .slice(0, 300);
}

/** Clients without a record, made outside this bot. The one of the connection is known to who connected it. */
async function noteUnknown(
  { workspace, records, findings, now }: LookContext,
  { alphaus }: Connection,
  clients: readonly ApiClient[],
): Promise<void> {
  const others = clients.filter(({ id }) => !alphaus.ownClientIds.has(id));
  for (let first = 0; first < others.length; first += RECORDS_AT_ONCE) {
    const some = others.slice(first, first + RECORDS_AT_ONCE);
    const recorded = await records.findAll(
      workspace,
      some.map(({ id }) => id),
    );
    const unknown = some.filter((_, index) => recorded[index] === undefined);
    await findings.note(
      workspace,
      unknown.map(
        ({ id: client, user, name }): Finding => ({
          workspace,
          kind: 'unknown-origin',
          client,
          user,
          name: findingName(name),
          mark: '',
          at: now().toISOString(),
        }),
      ),
    );
  }
}

/** Records of clients that are new since the last look, and that the API does not list. */
async function noteRecordedGone(
  context: LookContext,
  connection: Connection,
  { users, listed, lookedAt }: Told & { readonly listed: ReadonlySet<string> },
): Promise<void> {
  const { workspace, records, now } = context;
  const since = lookedAt && new Date(lookedAt.getTime() - LOOKED_BACK_MS);
  const until = new Date(now().getTime() - SETTLED_AFTER_MS);
  const missing: ClientId[] = [];
  for await (const { id } of records.confirmedBetween(workspace, since, until)) {
    if (!listed.has(id)) missing.push(id);
  }
  for (let first = 0; first < missing.length; first += RECORDS_AT_ONCE) {
    const some = await records.findAll(workspace, missing.slice(first, first + RECORDS_AT_ONCE));
    const gone = some.filter((record) => record !== undefined && users.has(record.user));
    await noteDeleted(
      context,
      connection,
      gone.map((record) => record?.id).filter((id) => id !== undefined),
    );
  }
}

/** Closes the records of clients that the API does not list any more, unless the bot is deleting them itself. */
async function noteDeleted(
  context: LookContext,
  connection: Connection,
  ids: readonly ClientId[],
): Promise<void> {
  const { workspace, records, deletions, findings } = context;
  for (const id of ids) {
    const [record, deletion, attempt] = await Promise.all([
      records.find(workspace, id),
      deletions.find(workspace, id),
      deletions.attempt(workspace, id),
    ]);
    const isOurs = deletion !== undefined || attempt !== undefined;
    if (record === undefined || isOurs) {
      await findings.settle(workspace, [{ kind: 'unknown-origin', client: id }]);
    } else if (record.closed === undefined && (await isSameAccount(connection, record))) {
      await closeDeleted(context, record);
    }
  }
}

async function closeDeleted(context: LookContext, record: ClientRecord): Promise<void> {
  const { workspace, records, findings, audit, reference, now } = context;
  const { id: client, user, name, owner } = record;
  const at = now().toISOString();
  const after: ClientRecord = { ...record, closed: { how: 'deleted-elsewhere', by: 'bot', at } };
  const finding: Finding = {
    workspace,
    kind: 'deleted-elsewhere',
    client,
    user,
    name: findingName(name),
    owner,
    mark: '',
    at,
  };
  await audit.appendWith(
    workspace,
    {
      actor: 'bot',
      action: 'notice-deletion',
      target: { user, clientId: client, name },
      outcome: 'done',
      reason: 'deleted-elsewhere',
      reference,
    },
    [...records.changing(record, after), ...findings.noting(finding)],
  );
  // Refused, the record was changed meanwhile: the next look sees how it stands.
}
