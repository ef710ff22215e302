import { isOrganisation } from '../../core/model/ids.js';
import { Problem } from '../../core/problem.js';
import type { Call } from './call.js';

/**
 * In a channel shared with another company, its people can press our buttons. Another team alone does not tell
 * them: in an organisation somebody may be known by another of the workspaces that they are in.
 */
export async function refuseOtherTeams(call: Call, team: string | undefined): Promise<void> {
  const { workspace, people } = call.services;
  // Whether a workspace is of an organisation, the person's own facts tell, and where no team is named.
  if (team === workspace || isOrganisation(workspace)) return;
  if ((await people.actorWithoutGroups(call.person)).standing !== 'stranger') return;
  await call.rights.recordRefusal('use', 'any', 'stranger');
  throw new Problem({ kind: 'not-allowed', reason: 'stranger' });
}
