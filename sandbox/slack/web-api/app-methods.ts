import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { UninstallEventType } from '../acts/installing.js';
import type { Installation, Installations } from '../workspace/installations.js';
import { authenticateClient, type OAuthClient } from '../oauth/client.js';
import type { Codes } from '../oauth/codes.js';
import { APP_ID } from '../workspace/people.js';
import { SlackError } from '../wire/slack-error.js';
import type { IssuedToken, Tokens } from '../workspace/tokens.js';
import type { JsonObject } from '../wire/wire.js';
import type { Workspace } from '../workspace/workspace.js';
import { type Args, checkedArgs, pageOf, paging } from './method.js';

/** A method that is not called with the token of one installation, or that ends an installation. */
export type AppMethod = (args: Args, headers: IncomingHttpHeaders) => JsonObject;

export const appMethodNames = [
  'oauth.v2.access',
  'auth.revoke',
  'auth.teams.list',
  'apps.uninstall',
  'apps.connections.open',
] as const;

export interface AppMethodParts {
  readonly client: OAuthClient | undefined;
  readonly workspaces: readonly Workspace[];
  readonly installations: Installations;
  readonly tokens: Tokens;
  readonly codes: Codes;
  /** The address for one more socket; throws unless it is the app-level token. */
  readonly openSocket: (token: string) => string;
  /** Tells the bot that an installation has ended. */
  readonly uninstalled: (installation: Installation, events: readonly UninstallEventType[]) => void;
}

const Paging = z.object(paging);

const bearer = (args: Args, headers: IncomingHttpHeaders): string => {
  const token = headers.authorization?.replace(/^Bearer /, '') ?? args['token'];
  if (typeof token !== 'string') throw new SlackError('not_authed');
  return token;
};

/** What `appMethodNames` says. */
export const newAppMethods = (parts: AppMethodParts): Readonly<Record<string, AppMethod>> => {
  const { client, workspaces, installations, tokens, codes } = parts;

  const within = (id: string): readonly Workspace[] =>
    workspaces.filter(({ world: { team } }) => team.id === id || team.enterprise?.id === id);

  const accessAnswer = (installation: Installation, issued: IssuedToken): JsonObject => {
    const [workspace] = within(installation.id);
    const { team, bot } = workspace?.world ?? {};
    return {
      app_id: APP_ID,
      token_type: 'bot',
      access_token: issued.value,
      ...(issued.refresh === undefined
        ? {}
        : { refresh_token: issued.refresh.token, expires_in: issued.refresh.expiresInSeconds }),
      scope: [...installation.scopes].join(','),
      bot_user_id: bot?.userId,
      team: installation.isOrgWide || team === undefined ? null : { id: team.id, name: team.name },
      enterprise: team?.enterprise === undefined ? null : { ...team.enterprise },
      is_enterprise_install: installation.isOrgWide,
    };
  };

  const access: AppMethod = (args, headers) => {
    authenticateClient(client, args, headers);
    if (args['grant_type'] === 'refresh_token') {
      const { installation, issued } = tokens.refresh(args['refresh_token']);
      return accessAnswer(installation, issued);
    }
    const { targetId, personId, scopes } = codes.exchange(args['code'], args['redirect_uri']);
    const places = within(targetId);
    const installation = installations.add({
      id: targetId,
      isOrgWide: places.every(({ world }) => world.team.id !== targetId),
      teamIds: new Set(places.map(({ world }) => world.team.id)),
      scopes: new Set(scopes),
      installerId: personId,
    });
    for (const { world } of places) world.changed();
    return { ...accessAnswer(installation, tokens.issue(installation)), authed_user: { id: personId } };
  };

  const revoke: AppMethod = (args, headers) => {
    const token = bearer(args, headers);
    const installation = tokens.authenticate(token);
    if (args['test'] === true || args['test'] === 'true' || args['test'] === '1') return { revoked: false };
    tokens.revoke(token);
    if (!tokens.hasActive(installation)) {
      installations.remove(installation);
      parts.uninstalled(installation, ['tokens_revoked']);
    }
    return { revoked: true };
  };

  /** The workspaces in which the token works: in an organisation, those that the app was added to. */
  const teams: AppMethod = (args, headers) => {
    const { teamIds } = tokens.authenticate(bearer(args, headers));
    const all = workspaces.map(({ world: { team } }) => team).filter(({ id }) => teamIds.has(id));
    const page = pageOf(all, checkedArgs(Paging, args));
    return {
      teams: page.items.map(({ id, name }) => ({ id, name })),
      response_metadata: page.response_metadata,
    };
  };

  const uninstall: AppMethod = (args, headers) => {
    const installation = tokens.authenticate(bearer(args, headers));
    authenticateClient(client, args, {});
    installations.remove(installation);
    parts.uninstalled(installation, ['tokens_revoked', 'app_uninstalled']);
    return {};
  };

  const openConnection: AppMethod = (args, headers) => ({ url: parts.openSocket(bearer(args, headers)) });

  return {
    'oauth.v2.access': access,
    'auth.revoke': revoke,
    'auth.teams.list': teams,
    'apps.uninstall': uninstall,
    'apps.connections.open': openConnection,
  } satisfies Record<(typeof appMethodNames)[number], AppMethod>;
};
