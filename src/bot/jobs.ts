import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Notices } from '../core/workspace/notice.js';
import type { AuditTrail } from '../core/audit/audit-trail.js';
import { isUninstalled } from '../core/workspace/uninstall.js';
import type { AgendaEntry, AgendaKind } from '../core/agenda/agenda.js';
import { ClientId, RequestId, type WorkspaceId } from '../core/model/ids.js';
import { lookAtWorkspace } from '../core/attention/look-at-workspace.js';
import { tellFindings } from '../core/attention/tell-findings.js';
import { lookDaily } from '../jobs/look-daily.js';
import { tellAdmins, tellOwner } from '../slack/cards/attention/digest.js';
import { zoneOfSetup } from '../slack/call/zone-of-setup.js';
import { lookAfterOwner } from '../core/attention/look-after-owner.js';
import { ownerWithId } from '../core/model/client-record.js';
import type { Intent } from '../core/intents/intent.js';
import { lookAfterGrant } from '../core/rules/end-grant.js';
import { ExecutionId } from '../core/requests/workflow/workflow-step.js';
import { settleAndTell } from '../core/settling/settle-and-tell.js';
import { HOUR_MS } from '../core/model/durations.js';
import { type Clock, runByClock } from '../jobs/clock.js';
import { cutAudit } from '../jobs/cut-audit.js';
import { deliverLeft } from '../jobs/deliver-notice.js';
import { remindOverlap } from '../jobs/remind-overlap.js';
import { remindUnconfirmed } from '../jobs/remind-unconfirmed.js';
import { lookAfterAudit } from '../jobs/look-after-audit.js';
import { type AgendaHandler, runAgenda } from '../jobs/run-agenda.js';
import { settleLeft } from '../jobs/settle-left.js';
import { lookAfterEnd } from '../jobs/look-after-end.js';
import { lookAfterRequest } from '../jobs/look-after-request.js';
import { lookAfterTransfer } from '../jobs/look-after-transfer.js';
import type { Services } from '../slack/call/services.js';
import { deliverNotice } from '../slack/call/notices.js';
import { redrawGoneOwner, tellOfGoneOwner } from '../slack/cards/ownership/gone-owner.js';
import { grantNews } from '../slack/cards/grant-news.js';
import { ownershipNews } from '../slack/cards/ownership/ownership-news.js';
import { closeOffer, postOffer } from '../slack/cards/ownership/transfer-card.js';
import { remindOfOverlap } from '../slack/receipts/overlap-reminder.js';
import { endNews } from '../slack/receipts/end-news.js';
import { remind } from '../slack/receipts/unconfirmed-reminder.js';
import { startWorkflowStep } from '../slack/requests/workflow-step.js';
import { settlementNews } from '../slack/receipts/settled.js';
import type { WorkUnderWay } from '../slack/transport/work-under-way.js';
import type { Workspaces } from '../slack/call/workspaces.js';
import type { Backend } from '../storage/backends/backend.js';
import type { AuditChannels } from './audit-channel.js';
import type { Pace } from './runtime.js';
import type { OwnProcess } from './own-process.js';
import { lookingAfter } from './looking-after-requests.js';

const SWEEP_EVERY_MS = HOUR_MS;
const NOT_SERVED_AGAIN_MS = HOUR_MS;
/** Most of what the clock does is over long before. */
const SLOW_AFTER_MS = 2_000;

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
  readonly audit: AuditTrail;
  readonly followUninstallation: (workspace: WorkspaceId) => Promise<Date | undefined>;
  readonly now: () => Date;
}

/** One time that a job runs: what it logs and puts on record has one reference. */
interface Run {
  readonly reference: string;
  readonly log: Logger;
}

const FAILED = 'a job failed; it runs again';

/** Starts what runs by the clock. */
export function startJobs(dependencies: JobDependencies): Clock {
  const { workspaces, backend, own, pace, notices, work, newReference, now } = dependencies;
  const settle = async (intent: Intent): Promise<void> => {
    const services = await workspaces.of(intent.workspace);
    // Uninstalled meanwhile.
    if (services === undefined) return;
    const log = dependencies.log.child({ reference: intent.reference });
    const news = settlementNews({ services, log });
    const outcome = await settleAndTell({ ...services, news, sureAfterMs: pace.sureAfterMs }, intent);
    if (outcome === undefined) return;
    log.info({ intent: intent.id, kind: intent.kind, stage: intent.stage.at, outcome }, 'settled');
  };
  const runOf = (facts: object): Run => {
    const reference = newReference();
    return { reference, log: dependencies.log.child({ reference, ...facts }) };
  };

  /**
   * A workspace that this process does not serve may be served by another one: its entries wait, unless it was
   * uninstalled. What falls due by the store's clock is not too early by the process's own.
   */
  const inWorkspace =
    (
      handle: (services: Services, entry: AgendaEntry, run: Run) => Promise<Date | undefined>,
    ): AgendaHandler =>
    async (entry) => {
      const { kind: job, workspace } = entry;
      const services = await workspaces.of(workspace);
      if (services === undefined) return notServed(workspace);
      const at = (): Date => new Date(Math.max(now().getTime(), entry.seenAt.getTime()));
      return handle({ ...services, now: at }, entry, runOf({ job, workspace }));
    };

  /** When an entry is looked at again whose workspace this process does not serve; never where it was uninstalled. */
  const notServed = async (workspace: WorkspaceId): Promise<Date | undefined> =>
    (await isUninstalled(dependencies.audit, workspace))
      ? undefined
      : new Date(now().getTime() + NOT_SERVED_AGAIN_MS);

  const handlers: Readonly<Record<AgendaKind, AgendaHandler>> = {
    'settle-intent': inWorkspace((services, entry) =>
      settleLeft(
        { intents: own.intents, settle, now: services.now, againAfterMs: pace.settleEveryMs },
        entry,
      ),
    ),
    'deliver-notice': inWorkspace(async (services, entry, { log }) => {
      await deliverLeft(notices, entry, (notice) => deliverNotice({ services, log }, notice));
      return undefined;
    }),
    'look-after-request': inWorkspace((services, { id }, { log, reference }) =>
      lookAfterRequest(
        lookingAfter(services, log, {
          reference,
          sureAfterMs: pace.sureAfterMs,
          againAfterMs: pace.requestsEveryMs,
        }),
        RequestId.parse(id),
      ),
    ),
    'remind-unconfirmed': inWorkspace((services, { id }, { log }) =>
      remindUnconfirmed(
        { ...services, remind: (record) => remind({ services, log }, record) },
        ClientId.parse(id),
      ),
    ),
    'remind-overlap': inWorkspace((services, { id }, { log }) =>
      remindOverlap(
        { ...services, remind: (overlap) => remindOfOverlap({ services, log }, overlap) },
        ClientId.parse(id),
      ),
    ),
    'look-after-end': inWorkspace((services, { id }, { log, reference }) =>
      lookAfterEnd(
        {
          ...services,
          reference,
          telling: endNews({ services, log }),
          deletingMs: pace.sureAfterMs,
          sendingMs: pace.sendingMs,
        },
        ClientId.parse(id),
      ),
    ),
    'look-after-audit': inWorkspace((services, _entry, { log, reference }) =>
      lookAfterAudit({
        ...services,
        tell: () => dependencies.auditChannels.tell(services, log),
        cut: () => cutAudit({ ...services, reference }),
        notTold: (error) =>
          log.error({ err: error }, 'the audit channel could not be told; it is tried again'),
      }),
    ),
    'look-after-owner': inWorkspace((services, { id }, { log }) =>
      lookAfterOwner(
        {
          ...services,
          newId: () => randomUUID(),
          tellGone: (gone, clients) => tellOfGoneOwner({ services, log }, gone, clients),
          showBack: (gone) => redrawGoneOwner({ services, log }, gone),
        },
        ownerWithId(id),
      ),
    ),
    'daily-look': inWorkspace((services, _entry, { log, reference }) =>
      lookDaily({
        ...services,
        newId: () => randomUUID(),
        zone: () => zoneOfSetup(services),
        look: async (state) => {
          const looked = await lookAtWorkspace({ ...services, reference }, state);
          log.info({}, 'looked at the workspace');
          return looked;
        },
        tell: (digest) =>
          tellFindings(
            {
              ...services,
              tellAdmins: (one, found) => tellAdmins({ services, log }, one, found),
              tellOwner: (one, owner, found) => tellOwner({ services, log }, one, owner, found),
            },
            digest,
          ),
        notLooked: (problem) => log.warn({ err: problem }, 'a part of the workspace could not be looked at'),
      }),
    ),
    'look-after-transfer': inWorkspace((services, { id }, { log, reference }) =>
      lookAfterTransfer(
        {
          ...services,
          reference,
          news: ownershipNews(services),
          post: (record, offer) => postOffer({ services, log }, record, offer),
          close: (record, offer) => closeOffer({ services, log }, record, offer),
        },
        ClientId.parse(id),
      ),
    ),
    'end-grant': inWorkspace((services, { id }, { reference }) =>
      lookAfterGrant({ ...services, reference, news: grantNews(services) }, id),
    ),
    'start-workflow-step': inWorkspace(async (services, { id }, { log, reference }) => {
      await startWorkflowStep({ services, log, reference }, ExecutionId.parse(id));
      return undefined;
    }),
    'follow-uninstallation': ({ workspace }) => dependencies.followUninstallation(workspace),
  };

  // What a process before this one left need not wait until it falls due.
  work.track(
    own.intents
      .lookAtOpen()
      .catch((error: unknown) => runOf({ job: 'look-at-open' }).log.error({ err: error }, FAILED)),
  );
  const agenda = runAgenda({
    agenda: own.agenda,
    handlers,
    everyMs: pace.agendaEveryMs,
    leaseMs: pace.leaseMs,
    pauseMs: pace.settleEveryMs,
    slowAfterMs: SLOW_AFTER_MS,
    track: (running) => work.track(running),
    failed: (error, entry) =>
      runOf(
        entry === undefined ? {} : { job: entry.kind, workspace: entry.workspace, id: entry.id },
      ).log.error({ err: error }, FAILED),
  });
  const sweeping = runByClock(SWEEP_EVERY_MS, async () => {
    const { log } = runOf({ job: 'sweep' });
    const sweep = async (): Promise<void> => {
      let removed = 0;
      for (let more = await backend.sweep(); more > 0; more = await backend.sweep()) removed += more;
      log.debug({ removed }, 'expired records removed');
    };
    const running = sweep().catch((error: unknown) => log.error({ err: error }, FAILED));
    work.track(running);
    await running;
  });
  return {
    stop() {
      agenda.stop();
      sweeping.stop();
    },
  };
}
