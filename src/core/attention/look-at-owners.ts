import { type Owner, ownerWithId } from '../model/client-record.js';
import type { LookContext } from './look-context.js';

/**
 * Finds owners who went or came back while Slack's events did not arrive. Compares who is gone, and which user groups
 * have anybody in them, with the last look, and has those looked at that own something.
 */
export async function lookAtOwners(context: LookContext): Promise<void> {
  const { workspace, records, people, lastSeen, goneOwners } = context;
  const isAnyOwned = await records.owners(workspace)[Symbol.asyncIterator]().next();
  if (isAnyOwned.done === true) return;
  const everybody = await people.everybody();
  const gone = everybody.filter(({ standing }) => standing !== 'member');
  const groups = everybody.filter(({ standing }) => standing === 'member').flatMap((one) => one.groups);
  const goneNow = new Map<string, string>(gone.map(({ id, standing }) => [id, standing]));
  const groupsNow = new Map<string, string>(groups.map((id) => [id, '']));
  const [ofPeople, ofGroups] = await Promise.all([
    lastSeen.compare(workspace, 'people-gone', goneNow),
    lastSeen.compare(workspace, 'groups-there', groupsNow),
  ]);
  const owners: Owner[] = [];
  if (ofPeople.isFirst || ofGroups.isFirst) {
    for await (const owner of records.owners(workspace)) {
      if (owner.kind === 'person' ? goneNow.has(owner.id) : !groupsNow.has(owner.id)) owners.push(owner);
    }
  } else {
    const changed = [...ofPeople.added, ...ofPeople.gone.keys(), ...ofGroups.added, ...ofGroups.gone.keys()];
    for (const owner of changed.map(ownerWithId)) {
      const [owned] = await records.ofOwner(workspace, owner, 1);
      if (owned !== undefined) owners.push(owner);
    }
  }
  for (const owner of owners) await goneOwners.lookAt(workspace, owner);
  await Promise.all([ofPeople.keep(), ofGroups.keep()]);
}
