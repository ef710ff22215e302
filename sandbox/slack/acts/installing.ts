import type { Installation } from '../workspace/installations.js';
import { sendEvent } from './events.js';
import type { Stage } from './stage.js';

export type UninstallEventType = 'app_uninstalled' | 'tokens_revoked';

/** Tells the bot that its installation has ended. `tokens_revoked` names users, not tokens. */
export const sendUninstallEvents = async (
  stage: Stage,
  installation: Installation,
  events: readonly UninstallEventType[],
): Promise<void> => {
  for (const type of events) {
    const tokens = { oauth: [], bot: [stage.world.bot.userId] };
    await sendEvent(stage, type === 'app_uninstalled' ? { type } : { type, tokens }, { installation });
  }
};

/** An admin removes the app: its tokens are dead before the bot hears of it, in whatever order, also twice. */
export const uninstall = async (stage: Stage, events: readonly UninstallEventType[]): Promise<void> => {
  const installation = stage.installation();
  if (installation === undefined) throw new Error('the app is not installed here');
  stage.installations.remove(installation);
  stage.world.changed();
  await sendUninstallEvents(stage, installation, events);
};

/** An organisation's admin adds its app to a workspace, or takes it out of one. */
export const changeTeamAccess = async (stage: Stage, isGranted: boolean): Promise<void> => {
  const { team } = stage.world;
  const installation = stage.installations.ofOrganisation(team.enterprise?.id ?? '');
  if (installation === undefined) throw new Error('the app is not installed in an organisation');
  if (isGranted) installation.teamIds.add(team.id);
  else installation.teamIds.delete(team.id);
  stage.world.changed();
  const type = isGranted ? 'team_access_granted' : 'team_access_revoked';
  await sendEvent(stage, { type, team_ids: [team.id] }, { installation });
};
