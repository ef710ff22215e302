import type { Installation } from '../workspace/installations.js';
import { SlackError } from '../wire/slack-error.js';
import type { Workspace } from '../workspace/workspace.js';
import type { Args } from './method.js';

/** With an organisation's token nothing else tells which workspace is meant. */
const NEEDS_TEAM_ID = new Set([
  'conversations.list',
  'users.conversations',
  'users.list',
  'usergroups.list',
  'usergroups.users.list',
]);

const isAt = ({ world, triggers, views }: Workspace, args: Args): boolean =>
  Object.entries(args).some(([name, value]) => {
    if (typeof value !== 'string') return false;
    if (name === 'channel' || name === 'channel_id') {
      return world.channel(value) !== undefined || world.dmOf(value) !== undefined;
    }
    if (name === 'user' || name === 'user_id' || name === 'users') {
      return world.people.some(({ id }) => id === value);
    }
    if (name === 'trigger_id') return triggers.has(value);
    return name === 'view_id' && views.find(value) !== undefined;
  });

/** The workspace that a call with the token of `installation` is about. */
export const calledWorkspace = (
  workspaces: readonly Workspace[],
  installation: Installation,
  method: string,
  args: Args,
): Workspace => {
  const within = workspaces.filter(({ world: { team } }) =>
    installation.isOrgWide ? team.enterprise?.id === installation.id : team.id === installation.id,
  );
  const [first] = within;
  if (first === undefined) throw new Error(`the sandbox has no workspace ${installation.id}`);
  if (!installation.isOrgWide || method === 'auth.test') return first;
  const named = args['team_id'] ?? (method === 'team.info' ? args['team'] : undefined);
  if (named === undefined && NEEDS_TEAM_ID.has(method)) {
    throw new SlackError('missing_argument', { needed: 'team_id' });
  }
  const isGranted = ({ world }: Workspace): boolean => installation.teamIds.has(world.team.id);
  const fitting = within.filter((one) =>
    named === undefined ? isAt(one, args) : one.world.team.id === named,
  );
  // Somebody may be in several workspaces, and the app in some of these.
  const called = fitting.find(isGranted) ?? fitting[0];
  if (named !== undefined && called === undefined) throw new SlackError('team_not_found');
  if (called !== undefined && !isGranted(called)) {
    throw new SlackError('team_access_not_granted');
  }
  // What is nowhere in the organisation is not found in any of its workspaces either.
  return called ?? first;
};
