import { z } from 'zod';
import type { Enterprise, Person } from '../workspace/people.js';
import { SlackError } from '../wire/slack-error.js';
import type { JsonObject } from '../wire/wire.js';
import type { Workspace } from '../workspace/workspace.js';
import { Flag, type Method, method, pageOf, paging } from './method.js';

/** In an organisation somebody may be in several workspaces, and known by another than they are met in. */
const teamsOf = (person: Person, met: Workspace): readonly string[] => [
  ...new Set([person.teamId, met.world.team.id, ...person.alsoIn]),
];

const enterpriseUser = (person: Person, met: Workspace, { id, name }: Enterprise): JsonObject => ({
  id: person.id,
  enterprise_id: id,
  enterprise_name: name,
  is_admin: person.isOrgAdmin,
  is_owner: false,
  teams: [...teamsOf(person, met)],
});

/** Which organisation and workspaces somebody belongs to, in the shape that Slack tells it here. */
const belonging = (person: Person, workspace: Workspace): JsonObject => {
  const { shapes, team } = workspace.world;
  const own = { team_id: person.teamId };
  if (team.enterprise === undefined || person.isStranger) return own;
  return shapes.users === 'teams'
    ? { enterprise_id: team.enterprise.id, teams: [...teamsOf(person, workspace)] }
    : { ...own, enterprise_user: enterpriseUser(person, workspace, team.enterprise) };
};

/** With an organisation's token this speaks of the organisation: a workspace's own admins cannot be seen. */
const powers = (person: Person, workspace: Workspace): JsonObject => {
  if (workspace.installation()?.isOrgWide === true && !person.isStranger) {
    return { is_admin: person.isOrgAdmin, is_owner: false, is_primary_owner: false };
  }
  return { is_admin: person.isAdmin, is_owner: person.isOwner, is_primary_owner: person.isOwner };
};

/** A person as `users.info` shows them: little is left of a deactivated one, less is told of a stranger. */
export const personJson = (person: Person, workspace: Workspace, includeLocale: boolean): JsonObject => ({
  id: person.id,
  ...belonging(person, workspace),
  name: person.key,
  real_name: person.realName,
  deleted: person.deleted,
  is_bot: person.isBot,
  is_app_user: person.id === workspace.world.bot.userId,
  updated: Math.floor(workspace.clock.now() / 1000),
  profile: {
    real_name: person.realName,
    display_name: person.key,
    team: person.teamId,
    ...(workspace.installation()?.scopes.has('users:read.email') === true &&
    !person.isBot &&
    !person.isStranger
      ? { email: `${person.key}@sandbox.example` }
      : {}),
  },
  ...(person.deleted
    ? {}
    : {
        tz: person.tz,
        ...powers(person, workspace),
        is_restricted: person.isRestricted,
        is_ultra_restricted: person.isUltraRestricted,
      }),
  ...(person.isStranger ? { is_stranger: true } : {}),
  ...(includeLocale && !person.isStranger && !person.deleted ? { locale: person.locale } : {}),
});

const info = method(
  ['users:read'],
  { user: z.string().min(1), include_locale: Flag.optional() },
  (args, workspace) => {
    const person = workspace.world.people.find((one) => one.id === args.user);
    if (person === undefined) throw new SlackError('user_not_found');
    return { user: personJson(person, workspace, args.include_locale === true) };
  },
);

const list = method(
  ['users:read'],
  { ...paging, include_locale: Flag.optional(), team_id: z.string().optional() },
  (args, workspace) => {
    const page = pageOf(workspace.world.people, args);
    return {
      members: page.items.map((person) => {
        // Slack does not say it where many users are listed at once.
        const { is_stranger: _, ...told } = personJson(person, workspace, args.include_locale === true);
        return told;
      }),
      cache_ts: Math.floor(workspace.clock.now() / 1000),
      response_metadata: page.response_metadata,
    };
  },
);

const getPresence = method(['users:read'], { user: z.string().min(1) }, (args, workspace) => {
  const person = workspace.world.people.find((one) => one.id === args.user);
  if (person === undefined) throw new SlackError('user_not_found');
  return { presence: person.away || person.deleted ? 'away' : 'active' };
});

/** With an organisation's token it tells of the organisation, whose id stands for a workspace's. */
const authTest = method([], {}, (_, { manifest, world: { team, bot }, installation }) => {
  const isOrgWide = installation()?.isOrgWide === true;
  const { enterprise } = team;
  return {
    url: `https://${team.domain}.slack.com/`,
    team: isOrgWide ? enterprise?.name : team.name,
    user: manifest.botName,
    team_id: isOrgWide ? enterprise?.id : team.id,
    user_id: bot.userId,
    bot_id: bot.botId,
    ...(enterprise === undefined ? {} : { enterprise_id: enterprise.id }),
    is_enterprise_install: isOrgWide,
  };
});

const teamInfo = method(['team:read'], { team: z.string().optional() }, (args, { world: { team } }) => {
  if (args.team !== undefined && args.team !== team.id) throw new SlackError('team_not_found');
  const { enterprise, ...facts } = team;
  return {
    team: {
      ...facts,
      email_domain: '',
      icon: { image_default: true },
      ...(enterprise === undefined ? {} : { enterprise_id: enterprise.id, enterprise_name: enterprise.name }),
    },
  };
});

export const usersMethods: Readonly<Record<string, Method>> = {
  'auth.test': authTest,
  'team.info': teamInfo,
  'users.info': info,
  'users.getPresence': getPresence,
  'users.list': list,
};
