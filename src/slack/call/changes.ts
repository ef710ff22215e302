import { z } from 'zod';
import type { Owner } from '../../core/model/client-record.js';
import { GroupId, PersonId } from '../../core/model/ids.js';
import type { Services } from './services.js';

/** Events that tell of changes to people and user groups. */
export const CHANGES = /^(?:user_change|subteam_updated|subteam_members_changed)$/;

/** The parts of such an event that are read. */
export const Changed = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('user_change'),
    user: z.object({
      id: PersonId,
      deleted: z.boolean().optional(),
      is_restricted: z.boolean().optional(),
      is_ultra_restricted: z.boolean().optional(),
    }),
  }),
  z.object({ type: z.literal('subteam_updated'), subteam: z.object({ id: GroupId }) }),
  z.object({ type: z.literal('subteam_members_changed'), subteam_id: GroupId }),
]);
type Changed = z.infer<typeof Changed>;

/** Forgets what is kept of a person who changed, so that the next act asks Slack again at once. */
export function forgetChanged({ people }: Pick<Services, 'people'>, event: unknown): void {
  const changed = Changed.parse(event);
  if (changed.type === 'user_change') people.personChanged(changed.user.id);
  else people.groupsChanged();
}

/** Has the owners looked at that may be gone since, or back. What Slack says about them then decides. */
export async function followOwners(services: Services, event: unknown): Promise<void> {
  for (const owner of await ownersChanged(services, Changed.parse(event))) {
    if (await isToLookAt(services, owner)) await services.goneOwners.lookAt(services.workspace, owner);
  }
}

async function ownersChanged({ people }: Services, changed: Changed): Promise<readonly Owner[]> {
  if (changed.type === 'subteam_updated') return [{ kind: 'group', id: changed.subteam.id }];
  if (changed.type === 'subteam_members_changed') return [{ kind: 'group', id: changed.subteam_id }];
  const { id, ...facts } = changed.user;
  const mayBeGone = Object.values(facts).includes(true);
  // The last full member of a user group takes the group with them.
  const groups = mayBeGone ? await people.groupsOf(id) : [];
  return [{ kind: 'person', id }, ...groups.map((group): Owner => ({ kind: 'group', id: group.id }))];
}

/** Most people and user groups own nothing: two reads say so. */
async function isToLookAt({ records, goneOwners, workspace }: Services, owner: Owner): Promise<boolean> {
  const [[owned], known] = await Promise.all([
    records.ofOwner(workspace, owner, 1),
    goneOwners.find(workspace, owner),
  ]);
  return owned !== undefined || known !== undefined;
}
