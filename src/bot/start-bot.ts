import { randomUUID } from 'node:crypto';
import { openAudit } from './audit.js';
import { bringUpStore } from './start/bring-up-store.js';
import { AuditChannels } from './audit-channel.js';
import { startJobs } from './jobs.js';
import { KeptLists } from '../core/connection/kept-lists.js';
import { FetchLanes } from '../http/fetch-lanes.js';
import { httpClient } from '../http/http-client.js';
import { type Runtime, usualPace } from './runtime.js';
import { serve } from './serving.js';
import { ownProcess } from './own-process.js';
import { cachedCount } from './cached-count.js';
import { createMetrics } from './metrics.js';
import { readinessOf } from './start/readiness.js';
import { sharedServices } from './shared-services.js';
import { watchStore } from './store-watch.js';
import { tellOfUnreadable } from './unreadable-records.js';
import type { Config } from '../config.js';
import { Problem } from '../core/problem.js';
import { alive, type Heartbeat, startHeartbeat } from '../jobs/heartbeat.js';
import { createLog, slackSdkLog } from '../log.js';
import { readVersion } from '../version.js';
import { createApp } from '../slack/app.js';
import { ResponseUrls } from '../slack/web-api/response-urls.js';
import { HttpReceiver } from '../slack/transport/http-receiver.js';
import { SigningSecretWatch } from '../slack/transport/signing-secret-watch.js';
import { SocketReceiver } from '../slack/transport/socket-receiver.js';
import { FairQueue } from '../slack/call/fair-queue.js';
import { WebClients } from '../slack/web-api/web-clients.js';
import { WorkUnderWay } from '../slack/transport/work-under-way.js';
import { announcedKeys, verifyAmongReplicas } from '../storage/coordination/announced-keys.js';
import { connectionRecords } from '../storage/records/connections.js';
import { observed } from '../storage/backends/observed-backend.js';
import { installations, StoredInstallation } from '../storage/records/installations.js';
import { openBackend } from '../storage/backends/open-backend.js';
import { inWords } from '../storage/backends/store-failure.js';
import { parseKeys } from '../storage/sealing/seal.js';
import { createStore } from '../storage/backends/store.js';
import { verifyKeys } from '../storage/sealing/verify-keys.js';
import { signingSecretProof } from '../storage/records/signing-secret-proof.js';
import { uninstallations } from '../storage/records/uninstallations.js';
import { backendOfRecords, keptOfWorkspace } from '../storage/records/workspace-records.js';

/** What was acknowledged may take this long to end after a SIGTERM. */
const DRAIN_MS = 10_000;

export interface Bot {
  readonly port: number;
  /** Takes no new work, lets what runs end, closes; `false` when something was cut off. */
  stop(): Promise<boolean>;
}

/** Letters and digits that are not mistaken for each other when read out. */
const REFERENCE_LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const newReference = (): string => {
  // Node keeps random UUIDs in stock, and takes other random bytes from the system each time.
  let bits = Number.parseInt(randomUUID().slice(-12), 16);
  let reference = '';
  while (reference.length < 8) {
    reference += REFERENCE_LETTERS[bits % 32];
    bits = Math.floor(bits / 32);
  }
  return reference;
};

/** Starts the whole bot from its configuration; rejects with a sentence when it cannot serve. */
export async function startBot(
  config: Config,
  log = createLog(config.LOG_LEVEL),
  given: Partial<Runtime> = {},
): Promise<Bot> {
  const http = httpClient(config.proxies);
  const runtime: Runtime = {
    fetch: given.fetch ?? http.fetch,
    now: given.now ?? (() => new Date()),
    wrapBackend: given.wrapBackend ?? ((backend) => backend),
    storeLost: given.storeLost ?? ((reason) => log.fatal({ err: reason }, 'the store failed')),
    work: given.work ?? new WorkUnderWay(),
    pace: given.pace ?? usualPace,
  };
  const version = await readVersion();

  const metrics = createMetrics(version);
  const opened = await openBackend(config.STORE_URL, {
    allowVolatile: config.STORE_ALLOW_VOLATILE,
    lost: runtime.storeLost,
  });
  const backend = observed(runtime.wrapBackend(opened), metrics.store);
  const readiness = readinessOf(backend, log);
  let heartbeat: Heartbeat | undefined;
  try {
    const keys = parseKeys(config.ENCRYPTION_KEYS.reveal());
    await bringUpStore(backend, { port: config.PORT, host: config.HOST }, log);
    const records = backendOfRecords(backend, keys, tellOfUnreadable(log, metrics.unreadable));
    const own = ownProcess(records, runtime);
    const watch = watchStore(records, { now: runtime.now, log });
    heartbeat = await startHeartbeat(
      [
        watch.heartbeat,
        alive(own.leases, own.id),
        ...(backend.shared ? [announcedKeys(backend, keys, own.id)] : []),
      ],
      runtime.pace.leaseMs,
      (error) => log.warn({ err: error }, 'other replicas may take this process for dead'),
    );
    await verifyAmongReplicas(backend, keys);
    await verifyKeys(backend, keys);

    const sdkLog = slackSdkLog(log);
    const audit = openAudit(records, keys, { now: runtime.now, log });
    const shared = sharedServices(records, keys, audit, { ...own, ...watch }, runtime, version);
    const { work } = runtime;
    const served = await serve({
      config,
      shared,
      connectionRecords: connectionRecords(records, shared.looks),
      installations: installations(
        createStore({ backend: records, schema: StoredInstallation, isCodec: true }),
      ),
      uninstallations: uninstallations({ backend: records, now: runtime.now }),
      kept: keptOfWorkspace(backend, audit.trail),
      leases: own.leases,
      leaseMs: runtime.pace.leaseMs,
      againAfterMs: runtime.pace.settleEveryMs,
      work,
      newReference,
      runtime,
      lanes: new FetchLanes(runtime.fetch),
      lists: new KeptLists(),
      clients: new WebClients(),
      metrics,
      log,
      sdkLog,
    });

    const queue = new FairQueue();
    const socket =
      config.receiving.kind === 'socket'
        ? new SocketReceiver({
            appToken: config.receiving.appToken,
            apiUrl: config.SLACK_API_URL,
            fetch: runtime.fetch,
            dispatcher: http.proxied,
            log,
            sdkLog,
            writeDown: (body) => served.writeDown(body),
            observe: metrics.slack,
          })
        : undefined;
    const { receiving } = config;
    const signatures =
      receiving.kind === 'http'
        ? new SigningSecretWatch(signingSecretProof(backend, receiving.signingSecret), runtime.now)
        : undefined;
    const receiver = new HttpReceiver({
      signingSecret: receiving.kind === 'http' ? receiving.signingSecret : undefined,
      signatures,
      pages: served.pages,
      port: config.PORT,
      host: config.HOST,
      keepAliveMs: config.KEEP_ALIVE_SECONDS * 1000,
      log,
      now: runtime.now,
      missing: async () => [
        ...(await readiness.missing()),
        ...(await watch.missing()),
        ...(await served.missing()),
        ...((await signatures?.missing()) ?? []),
        ...(socket?.isConnected === false ? ['the socket to Slack is not open'] : []),
      ],
      metrics: () => metrics.text(),
      writeDown: (body) => served.writeDown(body),
      observe: metrics.slack,
    });
    const observe = metrics.slack;
    const app = createApp({
      receiver: socket ?? receiver,
      workspaces: served.workspaces,
      log,
      sdkLog,
      work,
      queue,
      newReference,
      responseUrls: new ResponseUrls(runtime.fetch),
      observe,
    });
    await app.init();
    readiness.slackIsReady();
    metrics.watch({
      queues: { work: () => work.size, turns: () => queue.size, audit: () => audit.lateOutcomes() },
      open: {
        intents: cachedCount(backend, 'intent:'),
        requests: cachedCount(backend, 'request-live:'),
      },
    });
    await socket?.start();
    const port = await receiver.start();
    const dependencies = { workspaces: served.workspaces, backend, work, log, newReference };
    const auditChannels = new AuditChannels(dependencies);
    audit.listen(({ workspace }) => auditChannels.soon(workspace));
    const jobs = startJobs({
      ...dependencies,
      own,
      audit: audit.trail,
      now: runtime.now,
      pace: runtime.pace,
      notices: shared.notices,
      auditChannels,
      followUninstallation: (workspace) => served.followUninstallation(workspace),
    });

    log.info({ port, serving: config.serving.kind, version }, 'ready');
    return {
      port,
      async stop() {
        jobs.stop();
        auditChannels.stop();
        queue.close(new Problem({ kind: 'stopping' }));
        const [ended] = await Promise.all([receiver.stop(work, DRAIN_MS), socket?.stop()]);
        audit.stop();
        await heartbeat?.stop();
        metrics.stop();
        await backend.close();
        await http.close(ended);
        return ended;
      },
    };
  } catch (error) {
    metrics.stop();
    await heartbeat?.stop();
    await backend.close();
    await http.close(false);
    throw inWords(error, config.STORE_URL);
  }
}
