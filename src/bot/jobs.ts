import type { Logger } from 'pino';
import type { Notices } from '../core/workspace/notice.js';
import type { Intent } from '../core/intents/intent.js';
import { settleAndTell } from '../core/settling/settle-and-tell.js';
import { type Clock, runByClock } from '../jobs/clock.js';
import { cutAudit } from '../jobs/cut-audit.js';
import { deliverNotices } from '../jobs/deliver-notices.js';
import { oneAtATime } from '../jobs/one-at-a-time.js';
import { remindUnconfirmed } from '../jobs/remind-unconfirmed.js';
import { settleIntents } from '../jobs/settle-intents.js';
import { tendRequests } from '../jobs/tend-requests.js';
import type { Services } from '../slack/call/services.js';
import { deliverNotice } from '../slack/call/notices.js';
import { remind } from '../slack/receipts/reminder.js';
import { settlementNews } from '../slack/receipts/settled.js';
import type { WorkUnderWay } from '../slack/transport/work-under-way.js';
import type { Workspaces } from '../slack/call/workspaces.js';
import type { Backend } from '../storage/backends/backend.js';
import type { AuditChannels } from './audit-channel.js';
import type { Pace } from './runtime.js';
import type { OwnProcess } from './own-process.js';
import { tending } from './tending.js';

const REMINDERS_EVERY_MS = 10 * 60_000;
/** What a process tells soon after it happened, this catches up with after a crash; and the head of the day. */
const AUDIT_CHANNEL_EVERY_MS = 10 * 60_000;
const AUDIT_CUT_EVERY_MS = 6 * 3_600_000;
const SWEEP_EVERY_MS = 3_600_000;

export interface JobDependencies {
  readonly workspaces: Workspaces;
  readonly backend: Backend;
  readonly own: OwnProcess;
  readonly pace: Pace;
  readonly notices: Notices;
  readonly work: WorkUnderWay;
  readonly log: Logger;
  readonly newReference: () => string;
  readonly auditChannels: AuditChannels;
  readonly followUninstallations: () => Promise<void>;
}

const FAILED = 'a job failed; it runs again';

/** One time that a job runs: what it logs and puts on record has one reference. */
interface Turn {
  readonly reference: string;
  readonly log: Logger;
}

/** Starts what runs by the clock, for every workspace. */
export function startJobs(dependencies: JobDependencies): Clock {
  const { workspaces, backend, own, pace, notices, work, newReference } = dependencies;
  const settle = async (intent: Intent): Promise<void> => {
    const services = await workspaces.of(intent.workspace);
    // The intents of a workspace go when it is uninstalled.
    if (services === undefined) return;
    const log = dependencies.log.child({ reference: intent.reference });
    const news = settlementNews({ services, log });
    const outcome = await settleAndTell({ ...services, news, sureAfterMs: pace.sureAfterMs }, intent);
    if (outcome === undefined) return;
    log.info({ intent: intent.id, kind: intent.kind, stage: intent.stage.at, outcome }, 'settled');
  };
  const turnOf = (facts: object): Turn => {
    const reference = newReference();
    return { reference, log: dependencies.log.child({ reference, ...facts }) };
  };
  const byClock = (job: string, everyMs: number, run: (turn: Turn) => Promise<void>): Clock =>
    runByClock(everyMs, () => {
      const turn = turnOf({ job });
      const running = run(turn).catch((error: unknown) => turn.log.error({ err: error }, FAILED));
      work.track(running);
      return running;
    });

  /** One workspace after the other: the failure of one does not keep the others waiting. */
  const inEachWorkspace = (
    job: string,
    everyMs: number,
    run: (services: Services, turn: Turn) => Promise<void>,
  ): Clock =>
    byClock(job, everyMs, async () => {
      for await (const services of workspaces.all()) {
        const turn = turnOf({ job, workspace: services.workspace });
        await run(services, turn).catch((error: unknown) => turn.log.error({ err: error }, FAILED));
      }
    });

  const jobs = [
    inEachWorkspace('remind-unconfirmed', REMINDERS_EVERY_MS, (services, { log }) =>
      remindUnconfirmed({ ...services, remind: (record) => remind({ services, log }, record) }),
    ),
    byClock('settle-intents', pace.settleEveryMs, () =>
      oneAtATime(own.leases, 'settle-intents', pace.leaseMs, () => settleIntents(own.intents, settle)),
    ),
    inEachWorkspace('tend-requests', pace.requestsEveryMs, (services, { log, reference }) =>
      tendRequests(tending(services, log, { reference, sureAfterMs: pace.sureAfterMs })),
    ),
    inEachWorkspace('tell-audit-channel', AUDIT_CHANNEL_EVERY_MS, (services, { log }) =>
      dependencies.auditChannels.tell(services, log),
    ),
    inEachWorkspace('cut-audit', AUDIT_CUT_EVERY_MS, (services, { reference }) =>
      oneAtATime(own.leases, `cut-audit:${services.workspace}`, pace.leaseMs, () =>
        cutAudit({ ...services, reference }),
      ),
    ),
    byClock('deliver-notices', pace.settleEveryMs, ({ log }) =>
      oneAtATime(own.leases, 'deliver-notices', pace.leaseMs, () =>
        deliverNotices(notices, async (notice) => {
          const services = await workspaces.of(notice.workspace);
          if (services !== undefined) await deliverNotice({ services, log }, notice);
        }),
      ),
    ),
    byClock('follow-uninstallations', pace.settleEveryMs, () => dependencies.followUninstallations()),
    byClock('sweep', SWEEP_EVERY_MS, async ({ log }) => {
      let removed = 0;
      for (let more = await backend.sweep(); more > 0; more = await backend.sweep()) removed += more;
      log.debug({ removed }, 'expired records removed');
    }),
  ];
  return {
    stop() {
      for (const job of jobs) job.stop();
    },
  };
}
