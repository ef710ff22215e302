import type { Logger } from 'pino';
import type { WorkspaceId } from '../core/model/ids.js';
import { AuditChannelProgress } from '../core/audit/audit-channel-progress.js';
import { tellAuditChannel, type ToldSoFar } from '../jobs/tell-audit-channel.js';
import { auditHead, auditLines } from '../slack/view/audit-lines.js';
import { postToAuditChannel } from '../slack/cards/tell-admins.js';
import type { Services } from '../slack/call/services.js';
import type { WorkUnderWay } from '../slack/transport/work-under-way.js';
import type { Workspaces } from '../slack/call/workspaces.js';
import type { Backend } from '../storage/backends/backend.js';
import { createStore } from '../storage/backends/store.js';

/** What happens together is told together. */
const GATHER_MS = 1_000;
/** Another replica is posting: it may end before it sees what was appended since. */
const LOOK_AGAIN_MS = 5_000;
const AFTER_A_FAILURE_MS = 60_000;

export interface AuditChannelParts {
  readonly workspaces: Workspaces;
  readonly backend: Backend;
  readonly work: WorkUnderWay;
  readonly log: Logger;
  readonly newReference: () => string;
}

/** Tells audit channels of what this process appends, soon after; what is left over, a job tells. */
export class AuditChannels {
  readonly #parts: AuditChannelParts;
  readonly #timers = new Map<WorkspaceId, NodeJS.Timeout>();
  #stopped = false;

  constructor(parts: AuditChannelParts) {
    this.#parts = parts;
  }

  /** Something is to be told in this workspace. */
  soon(workspace: WorkspaceId, afterMs = GATHER_MS): void {
    if (this.#stopped || this.#timers.has(workspace)) return;
    const tell = (): void => {
      this.#timers.delete(workspace);
      this.#parts.work.track(this.#tellOf(workspace));
    };
    this.#timers.set(workspace, setTimeout(tell, afterMs));
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  async tell(services: Services, log: Logger): Promise<ToldSoFar> {
    const told = await tellAuditChannel({
      ...services,
      told: createStore({ backend: this.#parts.backend, schema: AuditChannelProgress }),
      post: async (channel, lines) => {
        if (lines.isBroken) log.error({}, 'the audit trail was rewritten');
        await postToAuditChannel(services, log, channel, auditLines(await services.workspaceWords(), lines));
      },
      postHead: async (channel, head) => {
        await postToAuditChannel(services, log, channel, auditHead(await services.workspaceWords(), head));
      },
    });
    if (!told.isAll) this.soon(services.workspace, LOOK_AGAIN_MS);
    return told;
  }

  async #tellOf(workspace: WorkspaceId): Promise<void> {
    const log = this.#parts.log.child({ reference: this.#parts.newReference(), workspace });
    try {
      const services = await this.#parts.workspaces.of(workspace);
      if (services !== undefined) await this.tell(services, log);
    } catch (error) {
      log.error({ err: error }, 'the audit channel could not be told; it is tried again');
      this.soon(workspace, AFTER_A_FAILURE_MS);
    }
  }
}
