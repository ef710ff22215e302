import { z } from 'zod';
import { PersonId } from '../../core/model/ids.js';
import type { Services } from './services.js';

/** Events that tell of changes to people and user groups. */
export const CHANGES = /^(?:user_change|subteam_updated|subteam_members_changed)$/;

const Changed = z.discriminatedUnion('type', [
  z.object({ type: z.literal('user_change'), user: z.object({ id: PersonId }) }),
  z.object({ type: z.literal('subteam_updated') }),
  z.object({ type: z.literal('subteam_members_changed') }),
]);

/** Forgets what is kept of a person who changed, so that the next act asks Slack again at once. */
export function forgetChanged({ people }: Pick<Services, 'people'>, event: unknown): void {
  const changed = Changed.parse(event);
  if (changed.type === 'user_change') people.personChanged(changed.user.id);
  else people.groupsChanged();
}
