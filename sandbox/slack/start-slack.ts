import { LoadedOptions } from './acts/elements.js';
import { sayFarewell } from './acts/installing.js';
import type { Stage } from './acts/stage.js';
import {
  type Acknowledgement,
  Deliveries,
  type Delivery,
  type RawDelivery,
} from './delivering/deliveries.js';
import { HttpTransport } from './delivering/http-transport.js';
import { checkAppToken, type DisconnectReason, Sockets } from './delivering/sockets.js';
import { Clock } from './clock.js';
import { Files } from './files.js';
import { newHttpServer } from './http-server.js';
import { Installations } from './installations.js';
import { readManifest } from './manifest.js';
import { Authorizing } from './oauth/authorizing.js';
import type { OAuthClient } from './oauth/client.js';
import { Codes } from './oauth/codes.js';
import { PageApi } from './page-api.js';
import { APP_ID } from './people.js';
import { ResponseUrls } from './response-urls.js';
import { Tokens } from './tokens.js';
import { Traffic } from './traffic.js';
import type { Witness } from '../underneath/exchange.js';
import type { OrderedFault } from '../ordered-fault.js';
import { Violations } from './violations.js';
import { type AppMethodParts, newAppMethods } from './web-api/app-methods.js';
import { type ApiCall, WebApi } from './web-api/web-api.js';
import type { Fault } from './wire.js';
import { newWorkspaceControl, type SandboxWorkspace } from './workspace-control.js';
import { type EnterpriseSeed, newWorkspaces, type WorkspaceSeed } from './workspaces.js';

export interface SandboxSlackOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly signingSecret: string;
  /** Of the first workspace; without it the app is not installed there yet. */
  readonly botToken?: string;
  readonly moreWorkspaces?: readonly WorkspaceSeed[];
  readonly enterprise?: EnterpriseSeed;
  /** Without it nobody can install the app. */
  readonly oauth?: OAuthClient;
  /** `xapp-…`: switches Socket Mode on, and nothing but `deliverRaw` goes over HTTP. */
  readonly appToken?: string;
  /** `manifest.yml`: its scopes, commands, shortcuts, events and App Home settings are enforced. */
  readonly manifestPath: string;
  /** Where the bot listens; may come later with `connectApp`. */
  readonly eventsUrl?: string | (() => string);
  readonly now?: () => number;
  /** The built page, served at `/`. */
  readonly pageDir?: string;
  /** Is told of each request between Slack and the bot. */
  readonly witness?: Witness;
}

/** The process with its first workspace, whose acts stand here directly. */
export interface SandboxSlack extends SandboxWorkspace {
  /** `http://127.0.0.1:<port>`, also the page's address. */
  readonly url: string;
  /** For `SLACK_API_URL`. */
  readonly apiUrl: string;
  /** For `SLACK_AUTHORIZE_URL`. */
  readonly authorizeUrl: string;
  connectApp(eventsUrl: string): void;
  /** By its id, or its name. */
  workspace(idOrName: string): SandboxWorkspace;
  fault(fault: Fault): OrderedFault;
  clearFaults(): void;
  /** Every Web API call so far. */
  calls(): readonly ApiCall[];
  /** What the bot did that Slack forgives or hides: tests expect none. */
  violations(): readonly string[];
  /** Every request to the bot so far. */
  deliveries(): readonly Delivery[];
  /** The same body again, freshly signed; `retryNum` adds the headers of a repeated event. */
  deliverAgain(delivery: Delivery, retryNum?: number): Promise<Acknowledgement>;
  deliverRaw(delivery: RawDelivery): Promise<Acknowledgement>;
  /** What Slack sends when the events URL is entered: the body of the answer has to be the challenge. */
  verifyUrl(challenge: string): Promise<Acknowledgement>;
  /** The connections of Socket Mode. */
  readonly sockets: {
    count(): number;
    /** Tells the bot that its connections will end, and ends them a little later. */
    disconnect(reason: DisconnectReason): void;
    /** Ends them without a word. */
    cut(): void;
  };
  /** Resolves when nothing has gone back or forth between Slack and the bot for `quietMs` (default 150). */
  settled(quietMs?: number): Promise<void>;
  close(): Promise<void>;
}

const SLACKS_TOKEN_LIFETIME_SECONDS = 43_200;
const FIRST = { id: 'T0SANDBOX', name: 'Sandbox' };

/** Starts workspaces that refuse what Slack refuses, on 127.0.0.1. */
export const startSandboxSlack = async (options: SandboxSlackOptions): Promise<SandboxSlack> => {
  const clock = new Clock(options.now ?? Date.now);
  const violations = new Violations();
  const files = new Files(clock);
  const installations = new Installations();
  const manifest = readManifest(options.manifestPath);
  const shared = { clock, manifest, violations, files, installations, baseUrl: () => url };
  const { botToken, moreWorkspaces = [], oauth: client } = options;
  const rotation = manifest.rotatesTokens ? SLACKS_TOKEN_LIFETIME_SECONDS : undefined;
  const tokens = new Tokens(clock, installations, client?.tokenLifetimeSeconds ?? rotation);
  const first: WorkspaceSeed = botToken === undefined ? FIRST : { ...FIRST, botToken };
  const workspaces = newWorkspaces(shared, tokens, [first, ...moreWorkspaces], options.enterprise);
  const traffic = new Traffic(options.witness);
  const given = options.eventsUrl;
  const eventsUrl = typeof given === 'function' ? given : () => given;
  const { appToken } = options;
  const http = new HttpTransport(options.signingSecret, clock, eventsUrl);
  const sockets = appToken === undefined ? undefined : new Sockets(clock, violations);
  const deliveries = new Deliveries({ http, sockets }, { violations, traffic });
  const responseUrls = new ResponseUrls(clock, violations);
  const codes = new Codes(clock);
  const farewell: AppMethodParts['farewell'] = (installation, farewells) => {
    const place = stages.find(({ world: { team } }) =>
      [team.id, team.enterprise?.id].includes(installation.id),
    );
    if (place !== undefined) void sayFarewell(place, installation, farewells);
  };
  const openSocket = (token: string): string => {
    checkAppToken(appToken, token);
    return `${url.replace('http', 'ws')}/link/?ticket=${sockets?.ticket() ?? ''}&app_id=${APP_ID}`;
  };
  const appMethods = newAppMethods({
    client,
    workspaces,
    installations,
    tokens,
    codes,
    farewell,
    openSocket,
  });
  const webApi = new WebApi(workspaces, { tokens, violations }, appMethods);
  const appOrigin = () => http.appOrigin();
  const authorizing = new Authorizing({ client, manifest, workspaces, codes, appOrigin });
  const loaded = new LoadedOptions();
  const stages = workspaces.map((workspace): Stage => ({ ...workspace, deliveries, responseUrls }));
  const [stage] = stages;
  if (stage === undefined) throw new Error('there is always a first workspace');
  const pageApi = new PageApi(stage, loaded, webApi.faults);
  const server = newHttpServer({
    webApi,
    responseUrls,
    pageApi,
    files,
    authorizing,
    pageDir: options.pageDir,
    traffic,
    violations,
  });

  server.on('upgrade', (request, connection, head) => {
    if (sockets === undefined) connection.destroy();
    else sockets.accept(request, connection, head);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : (options.port ?? 0);
  const url = `http://127.0.0.1:${port}`;

  return {
    ...newWorkspaceControl(stage, loaded),
    url,
    apiUrl: `${url}/api/`,
    authorizeUrl: `${url}/oauth/v2/authorize`,
    workspace: (idOrName) => {
      const found = stages.find(({ world: { team } }) => team.id === idOrName || team.name === idOrName);
      if (found === undefined) throw new Error(`there is no workspace ${idOrName}`);
      return newWorkspaceControl(found, loaded);
    },
    connectApp: (eventsUrl) => http.connect(eventsUrl),
    fault: (fault) => webApi.faults.order(fault),
    clearFaults: () => webApi.faults.clear(),
    calls: () => webApi.calls(),
    violations: () => violations.all(),
    deliveries: () => deliveries.all(),
    deliverAgain: (delivery, retryNum) => deliveries.again(delivery, retryNum),
    deliverRaw: (delivery) => deliveries.raw(delivery),
    verifyUrl: (challenge) =>
      deliveries.raw({
        contentType: 'application/json',
        body: JSON.stringify({ token: 'verification', challenge, type: 'url_verification' }),
      }),
    sockets: {
      count: () => sockets?.count() ?? 0,
      disconnect: (reason) => sockets?.disconnect(reason),
      cut: () => sockets?.cut(),
    },
    settled: (quietMs = 150) => traffic.quiet(quietMs),
    close: () =>
      new Promise((resolve, reject) => {
        deliveries.close();
        sockets?.close();
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
};
