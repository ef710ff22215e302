import { setImmediate as nextTurn } from 'node:timers/promises';
import type { WorkspaceId } from '../core/model/ids.js';
import type { Installation, Installations } from '../core/workspace/installation.js';
import { Problem } from '../core/problem.js';
import { TooLate, within } from '../core/async/within.js';
import type { Services } from '../slack/call/services.js';
import { BotToken, type BotTokenParts } from '../slack/web-api/bot-token.js';
import { type Origin, workspaceAt, type Workspaces } from '../slack/call/workspaces.js';
import { type WorkspaceDependencies, workspaceServices } from './workspace-services.js';

/** After this long, what another replica installed or uninstalled is seen. */
const KEPT_FOR_MS = 3_000;
/** What is kept of one takes some 5 KB; it is read again when it is asked for. */
const KEPT_AT_MOST = 1_000;
/** While the store does not answer, who was known so lately still is: Slack itself refuses revoked tokens. */
const TRUSTED_FOR_MS = 10 * 60_000;
/** Slack waits for three seconds in all. */
const ASK_KNOWN_FOR_MS = 300;
const ASK_FOR_MS = 1_500;

interface Kept {
  readonly readAt: number;
  readonly installation: Installation | undefined;
  readonly token: BotToken | undefined;
  readonly services: Services | undefined;
}

export interface InstalledParts extends BotTokenParts {
  readonly installations: Installations;
}

/** The workspaces and organisations that have installed the app, looked up as they are asked for. */
export class InstalledWorkspaces implements Workspaces {
  readonly #parts: InstalledParts;
  readonly #dependencies: WorkspaceDependencies;
  readonly #kept = new Map<WorkspaceId, Kept>();
  readonly #reading = new Map<WorkspaceId, Promise<Kept>>();

  constructor(parts: InstalledParts, dependencies: WorkspaceDependencies) {
    this.#parts = parts;
    this.#dependencies = dependencies;
  }

  async find(origin: Origin): Promise<Services | undefined> {
    const workspace = workspaceAt(origin);
    return workspace === undefined ? undefined : this.of(workspace);
  }

  async of(workspace: WorkspaceId): Promise<Services | undefined> {
    return (await this.#known(workspace)).services;
  }

  async *all(): AsyncIterable<Services> {
    for await (const { workspace } of this.#parts.installations.all()) {
      // A store on this machine answers before anything else has its turn.
      await nextTurn();
      const services = await this.of(workspace);
      if (services !== undefined) yield services;
    }
  }

  /** What is held of a workspace in memory, its tokens and lists included, is not used any more. */
  forget(workspace: WorkspaceId): void {
    this.#kept.delete(workspace);
    this.#reading.delete(workspace);
  }

  async #known(workspace: WorkspaceId): Promise<Kept> {
    const kept = this.#kept.get(workspace);
    if (kept !== undefined) {
      const age = this.#parts.now().getTime() - kept.readAt;
      if (age >= 0 && age < KEPT_FOR_MS) return kept;
    }
    const isTrusted =
      kept?.installation !== undefined && this.#parts.now().getTime() - kept.readAt < TRUSTED_FOR_MS;
    try {
      return await within(isTrusted ? ASK_KNOWN_FOR_MS : ASK_FOR_MS, this.#readOnce(workspace, kept));
    } catch (cause) {
      if (!(cause instanceof TooLate || cause instanceof Problem)) throw cause;
      if (isTrusted) return kept;
      throw new Problem({ kind: 'store-unavailable' }, { cause });
    }
  }

  async #readOnce(workspace: WorkspaceId, kept: Kept | undefined): Promise<Kept> {
    const reading = this.#reading.get(workspace) ?? this.#read(workspace, kept);
    this.#reading.set(workspace, reading);
    try {
      return await reading;
    } finally {
      if (this.#reading.get(workspace) === reading) this.#reading.delete(workspace);
    }
  }

  async #read(workspace: WorkspaceId, kept: Kept | undefined): Promise<Kept> {
    const readAt = this.#parts.now().getTime();
    // Lets `#known` register this before its answer can come.
    await Promise.resolve();
    const mine = this.#reading.get(workspace);
    const installation = await this.#parts.installations.find(workspace);
    const next = this.#keptOf(readAt, installation, kept);
    if (this.#reading.get(workspace) === mine) {
      this.#kept.delete(workspace);
      this.#kept.set(workspace, next);
      const oldest = this.#kept.keys().next().value;
      if (this.#kept.size > KEPT_AT_MOST && oldest !== undefined) this.#kept.delete(oldest);
    }
    return next;
  }

  #keptOf(readAt: number, installation: Installation | undefined, kept: Kept | undefined): Kept {
    if (installation === undefined) {
      return { readAt, installation: undefined, token: undefined, services: undefined };
    }
    if (kept?.token !== undefined && kept.installation?.installedAt === installation.installedAt) {
      kept.token.known(installation);
      return { ...kept, readAt, installation };
    }
    const token = new BotToken(this.#parts, installation);
    const services = workspaceServices(this.#dependencies, {
      workspace: installation.workspace,
      installedBy: installation.installedBy,
      token: () => token.get(),
    });
    return { readAt, installation, token, services };
  }
}
