import { LoadedOptions } from './acts/elements.js';
import { sendUninstallEvents } from './acts/installing.js';
import type { Stage } from './acts/stage.js';
import { Clock } from './clock.js';
import { Deliveries } from './delivering/deliveries.js';
import { HttpTransport } from './delivering/http-transport.js';
import { checkAppToken, Sockets } from './delivering/sockets.js';
import { Files } from './workspace/files.js';
import { Installations } from './workspace/installations.js';
import type { KeptState } from './workspace/kept-state.js';
import { readManifest } from './manifest.js';
import { Authorizing } from './oauth/authorizing.js';
import type { OAuthClient } from './oauth/client.js';
import { Codes } from './oauth/codes.js';
import { APP_ID } from './workspace/people.js';
import { ResponseUrls } from './workspace/response-urls.js';
import { Tokens } from './workspace/tokens.js';
import { Traffic } from './serving/traffic.js';
import type { Witness } from '../underneath/exchange.js';
import { Violations } from './violations.js';
import { type AppMethodParts, newAppMethods } from './web-api/app-methods.js';
import { WebApi } from './web-api/web-api.js';
import { type EnterpriseSeed, newWorkspaces, type WorkspaceSeed } from './workspace/workspaces.js';

export interface SandboxSlackOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly signingSecret: string;
  /** The token of the first workspace; without it the app is not installed there yet. */
  readonly botToken?: string;
  readonly moreWorkspaces?: readonly WorkspaceSeed[];
  readonly enterprise?: EnterpriseSeed;
  /** Without it nobody can install the app. */
  readonly oauth?: OAuthClient;
  /** `xapp-…`: switches Socket Mode on, and nothing but `deliverRaw` goes over HTTP. */
  readonly appToken?: string;
  /** `manifest.yml`: its scopes, commands, shortcuts, events and App Home settings are enforced. */
  readonly manifestPath: string;
  /** With the step that `npm run manifest -- … --workflow-step` adds. */
  readonly workflowStep?: boolean;
  /** The address at which the bot listens; may come later with `connectApp`. */
  readonly eventsUrl?: string | (() => string);
  readonly now?: () => number;
  /** The languages in which people have Slack, by their keys: `en-US` where none is named. */
  readonly locales?: Readonly<Record<string, string>>;
  /** The built page, served at `/`. */
  readonly pageDir?: string;
  /** Is told of each request between Slack and the bot. */
  readonly witness?: Witness;
  /** What the first workspace had when an earlier sandbox ended. */
  readonly kept?: KeptState;
}

const SLACKS_TOKEN_LIFETIME_SECONDS = 43_200;
const FIRST = { id: 'T0SANDBOX', name: 'Sandbox' };

/** Everything behind the HTTP server; `baseUrl` is known once that listens. */
export const newSlackParts = (options: SandboxSlackOptions, baseUrl: () => string) => {
  const { appToken, botToken, eventsUrl, moreWorkspaces = [], oauth: client } = options;
  const clock = new Clock(options.now ?? Date.now);
  const violations = new Violations();
  const traffic = new Traffic(options.witness);
  const files = new Files(clock);
  const manifest = readManifest(options.manifestPath, { workflowStep: options.workflowStep });

  const installations = new Installations();
  const rotation = manifest.rotatesTokens ? SLACKS_TOKEN_LIFETIME_SECONDS : undefined;
  const tokens = new Tokens(clock, installations, client?.tokenLifetimeSeconds ?? rotation);
  const first: WorkspaceSeed = botToken === undefined ? FIRST : { ...FIRST, botToken };
  const shared = { clock, manifest, violations, files, installations, baseUrl };
  const workspaces = newWorkspaces(shared, tokens, [first, ...moreWorkspaces], options.enterprise);

  for (const person of workspaces.flatMap(({ world }) => world.people)) {
    person.locale = options.locales?.[person.key] ?? person.locale;
  }

  const http = new HttpTransport(
    options.signingSecret,
    clock,
    typeof eventsUrl === 'function' ? eventsUrl : () => eventsUrl,
  );
  const sockets = appToken === undefined ? undefined : new Sockets(clock, violations);
  const deliveries = new Deliveries({ http, sockets }, { violations, traffic });
  const responseUrls = new ResponseUrls(clock, violations);
  const stages = workspaces.map((workspace): Stage => ({ ...workspace, deliveries, responseUrls }));

  const codes = new Codes(clock);
  const appOrigin = () => http.appOrigin();
  const authorizing = new Authorizing({ client, manifest, workspaces, codes, appOrigin });
  const uninstalled: AppMethodParts['uninstalled'] = (installation, events) => {
    const place = stages.find(({ world: { team } }) =>
      [team.id, team.enterprise?.id].includes(installation.id),
    );
    if (place !== undefined) void sendUninstallEvents(place, installation, events);
  };
  const openSocket = (token: string): string => {
    checkAppToken(appToken, token);
    return `${baseUrl().replace('http', 'ws')}/link/?ticket=${sockets?.ticket() ?? ''}&app_id=${APP_ID}`;
  };
  const ofApp = newAppMethods({ client, workspaces, installations, tokens, codes, uninstalled, openSocket });
  const webApi = new WebApi(workspaces, { tokens, violations }, ofApp, clock.now);

  return {
    authorizing,
    clock,
    deliveries,
    files,
    http,
    loaded: new LoadedOptions(),
    responseUrls,
    sockets,
    stages,
    traffic,
    violations,
    webApi,
  };
};
