import type { Installation } from '../workspace/installations.js';
import { VERIFICATION_TOKEN } from './payloads.js';
import { APP_ID } from '../workspace/people.js';
import type { JsonObject } from './wire.js';
import type { Workspace } from '../workspace/workspace.js';

const ABOUT_INSTALLATION = new Set([
  'app_uninstalled',
  'tokens_revoked',
  'team_access_granted',
  'team_access_revoked',
]);

/** An Events API envelope around `event`, for that installation of the app. */
export const eventEnvelope = (
  { clock, world: { team, bot } }: Workspace,
  installation: Installation,
  event: JsonObject & { readonly type: string },
  facts: { readonly id: string; readonly isShared: boolean },
): JsonObject => {
  const enterpriseId = team.enterprise?.id ?? null;
  // What happens to the installation itself happens in the organisation, not in one of its workspaces.
  const isOfOrganisation = installation.isOrgWide && ABOUT_INSTALLATION.has(event.type);
  return {
    token: VERIFICATION_TOKEN,
    team_id: isOfOrganisation ? enterpriseId : team.id,
    ...(enterpriseId === null ? {} : { enterprise_id: enterpriseId }),
    context_team_id: isOfOrganisation ? null : team.id,
    context_enterprise_id: enterpriseId,
    api_app_id: APP_ID,
    event,
    type: 'event_callback',
    event_id: facts.id,
    event_time: Math.floor(clock.now() / 1000),
    authorizations: [
      {
        enterprise_id: enterpriseId,
        team_id: installation.isOrgWide ? null : team.id,
        user_id: bot.userId,
        is_bot: true,
        is_enterprise_install: installation.isOrgWide,
      },
    ],
    is_ext_shared_channel: facts.isShared,
    event_context: facts.id,
  };
};
