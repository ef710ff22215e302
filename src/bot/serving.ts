import { setTimeout as sleep } from 'node:timers/promises';
import { installedAgain } from '../core/workspace/install.js';
import type { Installation, Installations } from '../core/workspace/installation.js';
import type { Leases } from '../core/coordination/leases.js';
import type { KeptOfWorkspace } from '../core/workspace/uninstall.js';
import type { Uninstallations } from '../core/workspace/uninstallation.js';
import type { WorkspaceId } from '../core/model/ids.js';
import type { AppCredentials } from '../slack/web-api/app-credentials.js';
import { connectMessage } from '../slack/commands/setup.js';
import { uninstallEventOf } from '../slack/transport/uninstall-event.js';
import { installPages } from '../slack/install/install-pages.js';
import type { Page } from '../slack/transport/http-receiver.js';
import { refreshToken } from '../slack/web-api/token-refresh.js';
import type { WorkUnderWay } from '../slack/transport/work-under-way.js';
import { oneWorkspace, originOf, type Workspaces } from '../slack/call/workspaces.js';
import { environmentWorkspace } from './environment-workspace.js';
import { InstalledWorkspaces } from './installed-workspaces.js';
import { InstallationLife } from './installation-life.js';
import { tokenVerdict } from '../slack/web-api/token-verdict.js';
import { TokenWatch } from '../slack/web-api/token-watch.js';
import type { WorkspaceDependencies } from './workspace-services.js';

/** The workspaces that the bot serves, and how that changes. */
export interface ServingBot {
  readonly workspaces: Workspaces;
  /** More pages to serve, by path. */
  readonly pages: ReadonlyMap<string, Page>;
  /** Takes events that must not be lost, before Slack hears that they were taken; `false` for all else. */
  writeDown(body: object): Promise<boolean>;
  /** What is missing to serve, a line each. */
  missing(): Promise<readonly string[]>;
  /** Goes on with what was written down; resolves to when there is more to do, if ever. */
  followUninstallation(workspace: WorkspaceId): Promise<Date | undefined>;
}

export interface ServingParts extends WorkspaceDependencies {
  readonly installations: Installations;
  readonly uninstallations: Uninstallations;
  readonly kept: KeptOfWorkspace;
  readonly leases: Leases;
  readonly leaseMs: number;
  /** What could not be followed to its end is followed again after this long. */
  readonly againAfterMs: number;
  readonly work: WorkUnderWay;
  readonly newReference: () => string;
}

export async function serve(parts: ServingParts): Promise<ServingBot> {
  const { serving } = parts.config;
  if (serving.kind === 'one-workspace') return serveOne(parts, serving.botToken);
  const { config, runtime, log, sdkLog } = parts;
  const app: AppCredentials = {
    clientId: serving.clientId,
    clientSecret: serving.clientSecret,
    apiUrl: config.SLACK_API_URL,
    log: sdkLog,
    fetch: runtime.fetch,
  };
  const workspaces = new InstalledWorkspaces(
    {
      installations: parts.installations,
      leases: parts.leases,
      refresh: (token) => refreshToken(app, token),
      now: runtime.now,
      sleep: (ms) => sleep(ms),
      log,
    },
    parts,
  );
  const life = new InstallationLife({
    ...parts,
    audit: parts.shared.audit,
    now: runtime.now,
    forget: (workspace) => workspaces.forget(workspace),
    async tokenVerdict({ workspace }) {
      // The token of memory may be that of an installation before this one.
      workspaces.forget(workspace);
      const services = await workspaces.of(workspace);
      return services === undefined ? 'unknown' : (await tokenVerdict(services.calls)).verdict;
    },
  });
  const pages = installPages({
    app,
    stateSecret: serving.stateSecret,
    authorizeUrl: config.SLACK_AUTHORIZE_URL,
    claims: parts.shared.claims,
    log,
    sdkLog,
    now: runtime.now,
    newReference: parts.newReference,
    install: (installation, reference) => life.install(installation, reference),
    installed: (installation) => parts.work.track(welcome(parts, workspaces, installation)),
  });
  return {
    workspaces,
    pages,
    writeDown: (body) => life.writeDown(body),
    missing: () => Promise.resolve([]),
    async followUninstallation(workspace) {
      await life.follow(workspace);
      const left = await parts.uninstallations.find(workspace);
      if (left === undefined) return undefined;
      const again = left.askAgainAt === undefined ? 0 : Date.parse(left.askAgainAt);
      return new Date(Math.max(again, runtime.now().getTime() + parts.againAfterMs));
    },
  };
}

/** What is left to do waits for the installer in Slack, too. */
async function welcome(
  { log }: ServingParts,
  workspaces: Workspaces,
  installation: Installation,
): Promise<void> {
  try {
    const services = await workspaces.of(installation.workspace);
    if (services === undefined) return;
    const dm = await services.directMessages.channelOf(installation.installedBy);
    await services.calls.post(dm, connectMessage(await services.wordsOf(installation.installedBy)));
  } catch (error) {
    log.warn({ err: error, workspace: installation.workspace }, 'the installer could not be welcomed');
  }
}

async function serveOne(
  parts: ServingParts,
  botToken: Parameters<typeof environmentWorkspace>[1],
): Promise<ServingBot> {
  const watch = new TokenWatch(parts.log);
  const services = await environmentWorkspace(parts, botToken, watch);
  await installedAgain({ audit: parts.shared.audit, reference: parts.newReference() }, services.workspace);
  // A connection that is made with `setup` plans it itself.
  if ((await services.connections.accounts()).length > 0) await parts.shared.looks.plan(services.workspace);
  const workspaces = oneWorkspace(services);
  return {
    workspaces,
    pages: new Map(),
    missing: () => watch.missing(services.calls),
    followUninstallation: () => Promise.resolve(undefined),
    async writeDown(body) {
      const event = uninstallEventOf(body);
      if (event === undefined) return false;
      const origin = originOf(body);
      // The bot is told of this workspace only; whatever names another is none of its business.
      if ((await workspaces.find(origin)) === undefined) {
        parts.log.warn({ origin }, 'request refused: for a workspace that is not ours');
      } else {
        watch.heard(event.kind);
      }
      return true;
    },
  };
}
