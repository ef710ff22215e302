import type { Logger } from 'pino';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkspaceId } from '../core/model/ids.js';
import { install, installedAgain } from '../core/workspace/install.js';
import type { Installation, Installations } from '../core/workspace/installation.js';
import type { Leases } from '../core/coordination/leases.js';
import { type KeptOfWorkspace, type Uninstalling, uninstall } from '../core/workspace/uninstall.js';
import type { AppCredentials } from '../slack/web-api/app-credentials.js';
import { connectMessage } from '../slack/commands/setup.js';
import type { SlackUninstallEvent } from '../slack/transport/uninstall-event.js';
import { installPages } from '../slack/install/install-pages.js';
import type { Page } from '../slack/transport/http-receiver.js';
import { refreshToken } from '../slack/web-api/token-refresh.js';
import { tokenWorks } from '../slack/web-api/token-works.js';
import type { WorkUnderWay } from '../slack/transport/work-under-way.js';
import { oneWorkspace, type Origin, workspaceAt, type Workspaces } from '../slack/call/workspaces.js';
import { environmentWorkspace } from './environment-workspace.js';
import { InstalledWorkspaces } from './installed-workspaces.js';
import type { WorkspaceDependencies } from './workspace-services.js';

/** Whom the bot serves, and how that changes. */
export interface ServingBot {
  readonly workspaces: Workspaces;
  /** Pages of its own, by their paths. */
  readonly pages: ReadonlyMap<string, Page>;
  /** Goes on behind the acknowledgement. */
  uninstalled(origin: Origin, event: SlackUninstallEvent): void;
}

export interface ServingParts extends WorkspaceDependencies {
  readonly installations: Installations;
  readonly kept: KeptOfWorkspace;
  readonly leases: Leases;
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
  const pages = installPages({
    app,
    stateSecret: serving.stateSecret,
    authorizeUrl: config.SLACK_AUTHORIZE_URL,
    claims: parts.shared.claims,
    log,
    sdkLog,
    now: runtime.now,
    newReference: parts.newReference,
    async install(installation, reference) {
      const { installations, kept } = parts;
      await install({ installations, kept, audit: parts.shared.audit, reference }, installation);
      workspaces.forget(installation.workspace);
    },
    installed: (installation) => parts.work.track(welcome(parts, workspaces, installation)),
  });
  return {
    workspaces,
    pages,
    uninstalled: uninstaller(parts, workspaces, (workspace) => workspaces.forget(workspace)),
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
    await services.calls.post(dm, connectMessage());
  } catch (error) {
    log.warn({ err: error, workspace: installation.workspace }, 'the installer could not be welcomed');
  }
}

async function serveOne(
  parts: ServingParts,
  botToken: Parameters<typeof environmentWorkspace>[1],
): Promise<ServingBot> {
  const services = await environmentWorkspace(parts, botToken);
  await installedAgain({ audit: parts.shared.audit, reference: parts.newReference() }, services.workspace);
  const workspaces = oneWorkspace(services);
  return { workspaces, pages: new Map(), uninstalled: uninstaller(parts, workspaces, () => undefined) };
}

function uninstaller(
  parts: ServingParts,
  workspaces: Workspaces,
  forget: (workspace: WorkspaceId) => void,
): ServingBot['uninstalled'] {
  const { installations, kept, newReference } = parts;
  const uninstalling: Uninstalling = {
    installations,
    kept,
    forget,
    audit: parts.shared.audit,
    tokenWorks: async (workspace) => {
      // The token of memory may be that of an installation before this one.
      forget(workspace);
      const services = await workspaces.of(workspace);
      return services === undefined ? false : tokenWorks(services.calls);
    },
  };
  const remove = async (
    origin: Origin,
    { kind, saidAt }: SlackUninstallEvent,
    { log, reference }: { readonly log: Logger; readonly reference: string },
  ): Promise<void> => {
    const workspace = workspaceAt(origin);
    const { serving } = parts.config;
    // With a token of its own the bot is told of one workspace only; whatever names another is none of its business.
    const isOurs = serving.kind === 'installed-workspaces' || (await workspaces.find(origin)) !== undefined;
    if (workspace === undefined || !isOurs) {
      return log.warn({ origin }, 'request refused: for a workspace that is not ours');
    }
    const isGone = await uninstall(uninstalling, { workspace, kind, saidAt, reference });
    log.info({ workspace, kind }, isGone ? 'uninstalled: what was kept is removed' : 'still installed');
  };
  return (origin, event) => {
    const reference = newReference();
    const log = parts.log.child({ reference });
    parts.work.track(
      remove(origin, event, { log, reference }).catch((error: unknown) =>
        log.error({ err: error, origin }, 'what was kept of a workspace could not be removed'),
      ),
    );
  };
}
