import { z } from 'zod';
import type { Group, Team } from '../workspace/people.js';
import { SlackError } from '../wire/slack-error.js';
import type { JsonObject } from '../wire/wire.js';
import { Flag, type Method, method } from './method.js';

export const groupJson = (
  team: Team,
  group: Group,
  includeUsers: boolean,
  includeCount: boolean,
): JsonObject => ({
  id: group.id,
  team_id: team.id,
  is_usergroup: true,
  name: group.name,
  handle: group.handle,
  description: '',
  is_external: false,
  date_delete: group.disabled ? 1 : 0,
  ...(includeUsers ? { users: group.memberIds } : {}),
  ...(includeCount ? { user_count: group.memberIds.length } : {}),
});

const list = method(
  ['usergroups:read'],
  {
    include_users: Flag.optional(),
    include_count: Flag.optional(),
    include_disabled: Flag.optional(),
    team_id: z.string().optional(),
  },
  (args, { world }) => {
    if (!world.shapes.hasUserGroups) throw new SlackError('plan_upgrade_required');
    return {
      usergroups: world.groups
        .filter((group) => args.include_disabled === true || !group.disabled)
        .map((group) =>
          groupJson(world.team, group, args.include_users === true, args.include_count === true),
        ),
    };
  },
);

const usersList = method(
  ['usergroups:read'],
  { usergroup: z.string().min(1), include_disabled: Flag.optional(), team_id: z.string().optional() },
  (args, { world }) => {
    const group = world.groups.find((one) => one.id === args.usergroup);
    if (group === undefined) throw new SlackError('no_such_subteam');
    if (group.disabled && args.include_disabled !== true) throw new SlackError('no_such_subteam');
    return { users: group.memberIds };
  },
);

export const usergroupsMethods: Readonly<Record<string, Method>> = {
  'usergroups.list': list,
  'usergroups.users.list': usersList,
};
