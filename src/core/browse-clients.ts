import type { AlphausUserName } from './api-client.js';
import type { ClientRecord, Owner } from './client-record.js';
import type { Finding, KnownClient } from './find-client.js';
import type { Sight } from './sight.js';

export type SortOrder = 'newest' | 'oldest' | 'name';

export interface Browsing {
  /** `undefined`: of all Alphaus users. */
  readonly user: AlphausUserName | undefined;
  /** Only those whose owner this is, or whose owning group this person is in. */
  readonly ownedBy: ((owner: Owner) => boolean) | undefined;
  /** Looked for in name, id and purpose, whatever the case. */
  readonly text: string;
  readonly sort: SortOrder;
}

/** All clients in sight that match, sorted: what the API holds, merged with the records of those made here. */
export async function browseClients(
  finding: Finding,
  browsing: Browsing,
  sight: Sight,
): Promise<readonly KnownClient[]> {
  const { directory, alphaus } = finding.connection;
  const recording = finding.records.ofWorkspace(finding.workspace);
  // Read beside the lists; its failure is heard of below.
  recording.catch(() => undefined);
  const named =
    browsing.user === undefined ? (await alphaus.users()).map((user) => user.name) : [browsing.user];
  const users = sight.everything ? named : usersWithSomethingIn(sight, named, await recording);
  const [clients, records] = await Promise.all([directory.listAll(users), recording]);
  const recordOf = new Map<string, ClientRecord>(records.map((record) => [record.id, record]));
  const text = browsing.text.toLowerCase();
  return clients
    .map((client) => ({ client, record: recordOf.get(client.id) }))
    .filter(
      ({ client, record }) =>
        (sight.seesAllOf(client.user) || (record !== undefined && sight.sees(record))) &&
        (browsing.ownedBy === undefined || (record !== undefined && browsing.ownedBy(record.owner))) &&
        (text === '' ||
          client.name.toLowerCase().includes(text) ||
          client.id.toLowerCase().includes(text) ||
          (record?.purpose.toLowerCase().includes(text) ?? false)),
    )
    .sort(inOrder[browsing.sort]);
}

/** Those under whom there is anything to see: the others are not even asked about. */
export function usersWithSomethingIn(
  sight: Sight,
  users: readonly AlphausUserName[],
  records: readonly ClientRecord[],
): readonly AlphausUserName[] {
  const own = new Set(
    records.filter((record) => record.closed === undefined && sight.sees(record)).map(({ user }) => user),
  );
  return users.filter((user) => sight.seesAllOf(user) || own.has(user));
}

const madeAt = ({ client }: KnownClient): number => client.createdAt?.getTime() ?? 0;

/** One collator for all comparisons: making one per comparison is slow on long lists. */
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

const inOrder: Record<SortOrder, (a: KnownClient, b: KnownClient) => number> = {
  newest: (a, b) => madeAt(b) - madeAt(a),
  oldest: (a, b) => madeAt(a) - madeAt(b),
  name: (a, b) => collator.compare(a.client.name, b.client.name),
};
