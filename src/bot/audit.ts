import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { AuditAnchor, AuditRecord } from '../core/audit/audit-event.js';
import type { AuditFiles, AuditTrail } from '../core/audit/audit-trail.js';
import { AuditChannelProgress } from '../core/audit/audit-channel-progress.js';
import { toldKey } from '../jobs/tell-audit-channel.js';
import { UNINSTALLED } from '../core/workspace/uninstall.js';
import { auditIndex } from '../storage/audit/audit-index.js';
import { auditFiles } from '../storage/audit/audit-files.js';
import { auditTrail } from '../storage/audit/audit-trail.js';
import { AUDIT_LOOK_EVERY_MS } from '../jobs/look-after-audit.js';
import { nextMark } from '../core/agenda/marks.js';
import type { AgendaEntry } from '../core/agenda/agenda.js';
import type { WorkspaceId } from '../core/model/ids.js';
import type { Backend } from '../storage/backends/backend.js';
import { agendaEntries } from '../storage/records/agenda.js';
import { committing } from '../storage/backends/commit.js';
import type { SealingKeys } from '../storage/sealing/seal.js';
import { createStore } from '../storage/backends/store.js';

export interface OpenAudit {
  readonly trail: AuditTrail;
  readonly files: AuditFiles;
  /** `told` hears of every record that this process appends. */
  listen(told: (record: AuditRecord) => void): void;
  /** How many outcomes wait for the store to take them. */
  lateOutcomes(): number;
  /** Outcomes that are not written yet are not tried again any more. */
  stop(): void;
}

/** What this process tells soon after it happened, a look catches up with after a crash. */
const nextLook = (workspace: WorkspaceId, now: Date): AgendaEntry => ({
  due: nextMark(now, AUDIT_LOOK_EVERY_MS, workspace),
  kind: 'look-after-audit',
  workspace,
  id: 'trail',
});

/** The audit trail over the bot's store. Its records lie there in clear: they hold no secret. */
export function openAudit(
  backend: Backend,
  keys: SealingKeys,
  { now, log }: { readonly now: () => Date; readonly log: Logger },
): OpenAudit {
  const stopped = new AbortController();
  // Each outcome that waits for the store listens for the end: in an outage they are many.
  setMaxListeners(0, stopped.signal);
  const anchors = createStore({ backend, schema: AuditAnchor });
  const agenda = agendaEntries(backend);
  const told = createStore({ backend, schema: AuditChannelProgress });
  let listener: ((record: AuditRecord) => void) | undefined;
  const records = createStore({ backend, schema: AuditRecord });
  const trail = auditTrail({
    records,
    anchors,
    index: auditIndex(backend),
    commit: committing(backend),
    beside: ({ workspace, action }) =>
      // Nothing is left to look after.
      action === UNINSTALLED ? [] : [agenda.adding(nextLook(workspace, now()))],
    now,
    toldUpTo: async (workspace) => (await told.getAll([toldKey(workspace)]))[0]?.sequence ?? 0,
    gap: (workspace, gap) =>
      log.error({ workspace, gap }, 'the store has lost records of the audit trail: the next one says so'),
    appended: (record) => listener?.(record),
    afterTheEnd: ({ action, outcome, target, reference }) =>
      log.info(
        { reference, audit: { action, outcome, target } },
        'the app was uninstalled meanwhile: this outcome is not in the audit trail',
      ),
    sleep: (ms) => sleep(ms, undefined, { signal: stopped.signal }),
    unwritten: (error, { action, outcome, target, reference }) =>
      log.error(
        { err: error, reference, audit: { action, outcome, target } },
        'the outcome of an act is not in the audit trail yet',
      ),
  });
  return {
    trail,
    lateOutcomes: () => trail.lateOutcomes(),
    files: auditFiles({ trail, records, anchors, keys }),
    listen: (told) => {
      listener = told;
    },
    stop: () => stopped.abort(),
  };
}
