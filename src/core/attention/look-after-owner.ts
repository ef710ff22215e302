import type { ClientRecords, OwnedClient } from '../clients/client-records.js';
import { goneOwner, type OwnerGone } from '../clients/ownership/owner-standing.js';
import type { ClientRecord, Owner } from '../model/client-record.js';
import type { WorkspaceId } from '../model/ids.js';
import type { People } from '../rights/people.js';
import { type Finding, findingName } from './finding.js';
import type { Findings } from './findings.js';
import type { GoneOwner, GoneOwners } from './gone-owners.js';

export interface LookingAfterOwner {
  readonly workspace: WorkspaceId;
  readonly records: ClientRecords;
  readonly findings: Findings;
  readonly goneOwners: GoneOwners;
  readonly people: Pick<People, 'actorWithoutGroups' | 'membersOf'>;
  readonly now: () => Date;
  readonly newId: () => string;
  /** Tells the admins, once, of an owner who is gone and of all that is affected; resolves to whether nothing is left to do. */
  readonly tellGone: (gone: GoneOwner, clients: readonly ClientRecord[]) => Promise<boolean>;
  /** Shows the admins that an owner is back. */
  readonly showBack: (gone: GoneOwner) => Promise<void>;
}

/** How many records are read at once. */
const AT_ONCE = 200;
const TELL_AGAIN_AFTER_MS = 60_000;

/**
 * Finds out whether an owner can still look after their API clients. Admins hear of one who is gone, once, with
 * everything that is affected; nothing is deleted because of it. One who is back owns what was theirs, as before.
 * Resolves to when the admins are to be told again, where Slack did not take it.
 */
export async function lookAfterOwner(looking: LookingAfterOwner, owner: Owner): Promise<Date | undefined> {
  const { workspace, records, goneOwners, tellGone, now } = looking;
  const why = await goneOwner(looking.people, owner);
  const known = await goneOwners.find(workspace, owner);
  if (why === undefined) {
    if (known !== undefined) await welcomeBack(looking, known);
    return undefined;
  }
  const owned = await records.ofOwner(workspace, owner);
  if (owned.length === 0) return undefined;
  const gone = known ?? newlyGone(looking, owner, why);
  // Another process is at it, or has told them.
  if (known === undefined && !(await goneOwners.note(gone))) return undefined;
  if (gone.told) return undefined;
  const clients = await readAll(looking, owned);
  await looking.findings.note(
    workspace,
    clients.map((client) => findingOf(client, gone)),
  );
  if (!(await tellGone(gone, clients))) return new Date(now().getTime() + TELL_AGAIN_AFTER_MS);
  await goneOwners.told(gone);
  return undefined;
}

function newlyGone({ workspace, now, newId }: LookingAfterOwner, owner: Owner, why: OwnerGone): GoneOwner {
  return { workspace, id: newId(), owner, why, at: now().toISOString(), told: false };
}

/** What was found because the owner was gone is settled. */
async function welcomeBack(
  { workspace, records, findings, goneOwners, showBack }: LookingAfterOwner,
  gone: GoneOwner,
): Promise<void> {
  const owned = await records.ofOwner(workspace, gone.owner);
  await findings.settle(
    workspace,
    owned.map(({ id: client }) => ({ kind: 'owner-gone', client })),
  );
  await goneOwners.forget(gone);
  await showBack(gone);
}

/** What the admins hear of at once is not told again in their digest. */
const findingOf = (
  { workspace, id: client, user, name, owner }: ClientRecord,
  { id, at }: GoneOwner,
): Finding => ({
  workspace,
  kind: 'owner-gone',
  client,
  user,
  name: findingName(name),
  owner,
  mark: id,
  at,
  toldAt: at,
});

async function readAll(
  { workspace, records }: Pick<LookingAfterOwner, 'workspace' | 'records'>,
  owned: readonly OwnedClient[],
): Promise<readonly ClientRecord[]> {
  const found: ClientRecord[] = [];
  for (let first = 0; first < owned.length; first += AT_ONCE) {
    const ids = owned.slice(first, first + AT_ONCE).map(({ id }) => id);
    for (const record of await records.findAll(workspace, ids)) {
      if (record !== undefined && record.closed === undefined) found.push(record);
    }
  }
  return found;
}
