import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { InTurn } from '../core/async/in-turn.js';
import type { Leases } from '../core/coordination/leases.js';
import type { WorkspaceId } from '../core/model/ids.js';
import { Problem } from '../core/problem.js';
import { install, type Installing } from '../core/workspace/install.js';
import type { Installation } from '../core/workspace/installation.js';
import { type Followed, followUninstallation } from '../core/workspace/uninstall.js';
import { oneAtATime } from '../jobs/one-at-a-time.js';
import { originOf, workspaceAt } from '../slack/call/workspaces.js';
import { uninstallEventOf } from '../slack/transport/uninstall-event.js';
import type { WorkUnderWay } from '../slack/transport/work-under-way.js';

const LOOKS_AGAIN_AFTER_MS = 100;
/** Who installs waits so long for what is being removed. */
const WAITS_FOR_MS = 10_000;

export interface InstallationsParts extends Omit<Installing, 'reference'> {
  readonly leases: Leases;
  readonly leaseMs: number;
  readonly work: WorkUnderWay;
  readonly log: Logger;
  readonly newReference: () => string;
}

/** How installations begin and end where workspaces install the app themselves: one step at a time for each of them. */
export class InstallationLife {
  readonly #parts: InstallationsParts;
  readonly #inTurn = new InTurn<WorkspaceId>();

  constructor(parts: InstallationsParts) {
    this.#parts = parts;
  }

  /** Resolves when it is written down that Slack said so; `false` for what is no such event. */
  async writeDown(body: object): Promise<boolean> {
    const event = uninstallEventOf(body);
    if (event === undefined) return false;
    const { log, newReference, uninstallations, work } = this.#parts;
    const reference = newReference();
    const origin = originOf(body);
    const workspace = workspaceAt(origin);
    if (workspace === undefined) {
      log.warn({ origin, reference }, 'request refused: for a workspace that is not ours');
      return true;
    }
    await uninstallations.note({ workspace, saidAt: event.saidAt, reference });
    log.info({ workspace, kind: event.kind, reference }, 'Slack says that the app was uninstalled');
    work.track(
      this.follow(workspace).catch((error: unknown) =>
        log.error({ err: error, workspace, reference }, 'uninstalling is not done: it is tried again'),
      ),
    );
    return true;
  }

  /** Another replica may be at it. */
  async follow(workspace: WorkspaceId): Promise<void> {
    await this.#alone(workspace, async () => {
      const followed = await followUninstallation(this.#parts, workspace);
      this.#tell(workspace, followed);
    });
  }

  async install(installation: Installation, reference: string): Promise<void> {
    const { workspace } = installation;
    for (let waited = 0; waited < WAITS_FOR_MS; waited += LOOKS_AGAIN_AFTER_MS) {
      if (await this.#alone(workspace, () => install({ ...this.#parts, reference }, installation))) {
        return this.#parts.forget(workspace);
      }
      await sleep(LOOKS_AGAIN_AFTER_MS);
    }
    throw new Problem({ kind: 'store-unavailable' });
  }

  /** `false` while another replica is at it. */
  #alone(workspace: WorkspaceId, work: () => Promise<void>): Promise<boolean> {
    const { leases, leaseMs } = this.#parts;
    return this.#inTurn.run(workspace, async () => {
      let isMine = false;
      await oneAtATime(leases, `installation:${workspace}`, leaseMs, async () => {
        isMine = true;
        await work();
      });
      return isMine;
    });
  }

  #tell(workspace: WorkspaceId, followed: Followed): void {
    const { log } = this.#parts;
    switch (followed) {
      case 'nothing-said':
        return;
      case 'removed':
        return log.info({ workspace }, 'uninstalled: what was kept is removed');
      case 'standing':
        return log.info({ workspace }, 'still installed, or installed again: everything is kept');
      case 'not-installed':
        return log.warn({ workspace }, 'not installed: Slack’s word removes nothing');
      case 'unproved':
        return log.warn(
          { workspace },
          'Slack does not say yet whether the token is revoked: it is asked again',
        );
    }
  }
}
