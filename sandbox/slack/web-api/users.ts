import { z } from 'zod';
import { BOT, type Person, TEAM } from '../people.js';
import { SlackError } from '../slack-error.js';
import type { JsonObject } from '../wire.js';
import type { Workspace } from '../workspace.js';
import { Flag, type Method, method, pageOf, paging } from './method.js';

/** A person as `users.info` shows them: little is left of a deactivated one, less is told of a stranger. */
export const personJson = (person: Person, workspace: Workspace, includeLocale: boolean): JsonObject => ({
  id: person.id,
  team_id: person.teamId,
  name: person.key,
  real_name: person.realName,
  deleted: person.deleted,
  is_bot: person.isBot,
  is_app_user: person.id === BOT.userId,
  updated: Math.floor(workspace.clock.now() / 1000),
  profile: {
    real_name: person.realName,
    display_name: person.key,
    team: person.teamId,
    ...(workspace.manifest.scopes.has('users:read.email') && !person.isBot && !person.isStranger
      ? { email: `${person.key}@sandbox.example` }
      : {}),
  },
  ...(person.deleted
    ? {}
    : {
        tz: person.tz,
        is_admin: person.isAdmin,
        is_owner: person.isOwner,
        is_primary_owner: person.isOwner,
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
      members: page.items.map((person) => personJson(person, workspace, args.include_locale === true)),
      cache_ts: Math.floor(workspace.clock.now() / 1000),
      response_metadata: page.response_metadata,
    };
  },
);

const authTest = method([], {}, (_, { manifest }) => ({
  url: `https://${TEAM.domain}.slack.com/`,
  team: TEAM.name,
  user: manifest.botName,
  team_id: TEAM.id,
  user_id: BOT.userId,
  bot_id: BOT.botId,
  is_enterprise_install: false,
}));

const teamInfo = method(['team:read'], { team: z.string().optional() }, () => ({
  team: { ...TEAM, email_domain: '', icon: { image_default: true } },
}));

export const usersMethods: Readonly<Record<string, Method>> = {
  'auth.test': authTest,
  'team.info': teamInfo,
  'users.info': info,
  'users.list': list,
};
