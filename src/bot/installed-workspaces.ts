import type { WorkspaceId } from '../core/model/ids.js';
import type { Installation, Installations } from '../core/workspace/installation.js';
import { type Kept, KnownInstallations } from '../core/workspace/known-installations.js';
import { type Origin, workspaceAt, type Workspaces } from '../slack/call/workspaces.js';
import type { Services } from '../slack/call/services.js';
import { BotToken, type BotTokenParts } from '../slack/web-api/bot-token.js';
import { TokenWatch } from '../slack/web-api/token-watch.js';
import { type WorkspaceDependencies, workspaceServices } from './workspace-services.js';

interface Served {
  readonly token: BotToken;
  readonly services: Services;
}

export interface InstalledParts extends BotTokenParts {
  readonly installations: Installations;
}

/** The workspaces and organisations that have installed the app, looked up as they are asked for. */
export class InstalledWorkspaces implements Workspaces {
  readonly #parts: InstalledParts;
  readonly #dependencies: WorkspaceDependencies;
  readonly #known: KnownInstallations<Served>;

  constructor(parts: InstalledParts, dependencies: WorkspaceDependencies) {
    this.#parts = parts;
    this.#dependencies = dependencies;
    this.#known = new KnownInstallations({
      ...parts,
      serve: (installation, before) => this.#serve(installation, before),
    });
  }

  async find(origin: Origin): Promise<Services | undefined> {
    const workspace = workspaceAt(origin);
    return workspace === undefined ? undefined : this.of(workspace);
  }

  async of(workspace: WorkspaceId): Promise<Services | undefined> {
    return (await this.#known.find(workspace))?.services;
  }

  /** Drops what is held of a workspace in memory, its tokens and lists included. */
  forget(workspace: WorkspaceId): void {
    this.#known.forget(workspace);
  }

  #serve(installation: Installation, before: Kept<Served> | undefined): Served {
    if (before?.installation.installedAt === installation.installedAt) {
      before.served.token.known(installation);
      return before.served;
    }
    // Whatever was known of an installation before it is not missing now.
    this.#dependencies.shared.rules.forget(installation.workspace);
    const token = new BotToken(this.#parts, installation);
    const services = workspaceServices(this.#dependencies, {
      workspace: installation.workspace,
      installedBy: installation.installedBy,
      token: () => token.get(),
      tokenListener: new TokenWatch(this.#dependencies.log.child({ workspace: installation.workspace })),
    });
    return { token, services };
  }
}
