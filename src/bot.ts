import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent } from 'undici';
import { z } from 'zod';
import type { Config } from './config.js';
import { WorkspaceId } from './core/api-client.js';
import { ClientDirectory } from './core/client-directory.js';
import { ClientRecord } from './core/client-record.js';
import { Problem } from './core/problem.js';
import { type Clock, runByClock } from './jobs/clock.js';
import { remindUnconfirmed } from './jobs/remind-unconfirmed.js';
import { createLog, slackSdkLog, withReference } from './log.js';
import { createApp } from './slack/app.js';
import type { Services } from './slack/call.js';
import { SlackCalls } from './slack/calls.js';
import { DirectMessages } from './slack/direct-messages.js';
import { People } from './slack/people.js';
import { remind } from './slack/receipt.js';
import { HttpReceiver } from './slack/receiver.js';
import { ResponseUrls } from './slack/response-urls.js';
import { WorkUnderWay } from './slack/work-under-way.js';
import { claims, StoredClaim } from './storage/claims.js';
import { clientRecords } from './storage/client-records.js';
import { deletions, StoredDeletion } from './storage/deletions.js';
import { openBackend } from './storage/open-store.js';
import { parseKeys } from './storage/seal.js';
import { createStore } from './storage/store.js';
import { verifyKeys } from './storage/verify-keys.js';
import { connectAlphaus } from './upstream/alphaus.js';

const REMINDERS_EVERY_MS = 10 * 60_000;
const SWEEP_EVERY_MS = 3_600_000;
/** What was acknowledged may take this long to end after a SIGTERM. */
const DRAIN_MS = 10_000;

export interface Bot {
  readonly port: number;
  /** Takes no new work, lets what runs end, closes; `false` when something was cut off. */
  stop(): Promise<boolean>;
}

async function readVersion(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

async function identityOf(calls: SlackCalls): ReturnType<SlackCalls['identity']> {
  try {
    return await calls.identity();
  } catch (cause) {
    const reason =
      cause instanceof Problem && cause.facts.kind === 'slack-failed' ? cause.facts.error : String(cause);
    throw new Error(
      `Slack does not say whose token SLACK_BOT_TOKEN is (${reason}): check it, and that SLACK_API_URL can be reached.`,
      { cause },
    );
  }
}

/** Letters and digits that are not mistaken for each other when read out. */
const REFERENCE_LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const newReference = (): string =>
  Array.from({ length: 8 }, () => REFERENCE_LETTERS[randomInt(REFERENCE_LETTERS.length)]).join('');

/** Starts the whole bot from its configuration; rejects with a sentence when it cannot serve. */
export async function startBot(config: Config, log = createLog(config.LOG_LEVEL)): Promise<Bot> {
  const now = (): Date => new Date();
  // Keeps connections through pauses, and few of them: the global fetch drops them after four seconds.
  const agent = new Agent({ keepAliveTimeout: 60_000, keepAliveMaxTimeout: 600_000, connections: 8 });
  const fetch: typeof globalThis.fetch = (input, init) =>
    globalThis.fetch(input, Object.assign({}, init, { dispatcher: agent }));
  const version = await readVersion();

  const backend = await openBackend(config.STORE_URL, { allowVolatile: config.STORE_ALLOW_VOLATILE });
  try {
    await verifyKeys(backend, parseKeys(config.ENCRYPTION_KEYS.reveal()));

    const alphaus = connectAlphaus({
      flavour: config.ALPHAUS_API,
      clientId: config.ALPHAUS_CLIENT_ID,
      clientSecret: config.ALPHAUS_CLIENT_SECRET,
      tokenUrl: config.ALPHAUS_AUTH_URL ?? `${config.ALPHAUS_LOGIN_URL}/ripple/access_token`,
      serviceUrl: config.ALPHAUS_SERVICE_URL,
      blueUrl: config.ALPHAUS_BLUE_URL,
      fetch,
      now: Date.now,
      sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }),
      observe: (event) => log.debug({ ...event }, 'API call'),
    });

    const sdkLog = slackSdkLog(log);
    const calls = new SlackCalls({
      token: config.SLACK_BOT_TOKEN,
      apiUrl: config.SLACK_API_URL,
      log: sdkLog,
      fetch,
    });
    const identity = await identityOf(calls);
    const workspace = WorkspaceId.parse(identity.teamId);

    const services: Services = {
      workspace,
      connection: { alphaus, directory: new ClientDirectory(alphaus, now) },
      records: clientRecords(createStore({ backend, schema: ClientRecord })),
      deletions: deletions(createStore({ backend, schema: StoredDeletion })),
      claims: claims(createStore({ backend, schema: StoredClaim })),
      calls,
      people: new People(calls, workspace, now),
      directMessages: new DirectMessages(calls),
      responseUrls: new ResponseUrls(fetch),
      now,
      version,
    };

    const work = new WorkUnderWay();
    const receiver = new HttpReceiver({
      signingSecret: config.SLACK_SIGNING_SECRET,
      port: config.PORT,
      log,
      now,
      missing: async () => {
        try {
          await backend.health();
          return [];
        } catch (error) {
          log.warn({ err: error }, 'the store is not reachable');
          return ['the store is not reachable'];
        }
      },
    });
    const app = createApp({
      receiver,
      services,
      identity,
      token: config.SLACK_BOT_TOKEN.reveal(),
      log,
      sdkLog,
      work,
      newReference,
      withReference,
    });
    await app.init();
    const port = await receiver.start();

    const byClock = (job: string, everyMs: number, run: () => Promise<void>): Clock =>
      runByClock(everyMs, () => {
        const running = withReference(newReference(), () =>
          run().catch((error: unknown) => log.error({ job, err: error }, 'a job failed; it runs again')),
        );
        work.track(running);
        return running;
      });
    const jobs = [
      byClock('remind-unconfirmed', REMINDERS_EVERY_MS, () =>
        remindUnconfirmed({
          workspace,
          records: services.records,
          now,
          remind: (record) => remind(services, log, record),
        }),
      ),
      byClock('sweep', SWEEP_EVERY_MS, async () => {
        const removed = await backend.sweep();
        log.debug({ removed }, 'expired records removed');
      }),
    ];

    log.info({ port, workspace, version }, 'ready');
    return {
      port,
      async stop() {
        for (const job of jobs) job.stop();
        const ended = await receiver.stop(work, DRAIN_MS);
        await backend.close();
        // Closing waits for answers that nobody waits for any more.
        await (ended ? agent.close() : agent.destroy());
        return ended;
      },
    };
  } catch (error) {
    await backend.close();
    throw error;
  }
}
