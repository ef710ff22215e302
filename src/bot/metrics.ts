import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { SlackObserver } from '../slack/observer.js';
import type { ObserveOperation } from '../storage/backends/observed-backend.js';
import type { CallEvent } from '../upstream/http.js';

/** What is counted when metrics are read, because no event tells of it. */
export interface Sources {
  /** The length of each queue, by its name; we choose the names. */
  readonly queues: Readonly<Record<string, () => number>>;
  /** How many are open, by kind: `intents`, `requests`. */
  readonly open: Readonly<Record<string, () => Promise<number>>>;
}

export interface Metrics {
  readonly slack: SlackObserver;
  readonly store: ObserveOperation;
  /** One more record, of this kind, that cannot be read. */
  readonly unreadable: (kind: string) => void;
  apiCall(event: CallEvent): void;
  watch(sources: Sources): void;
  /** In Prometheus' text format. */
  text(): Promise<{ readonly type: string; readonly body: string }>;
  stop(): void;
}

const ACKNOWLEDGED_WITHIN = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3];
const CALLED_WITHIN = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30];
const STORED_WITHIN = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 5];

/** The class of a status; 429 stands alone, because the bot slows down for it. */
const statusClass = (status: number | undefined): string =>
  status === undefined ? 'none' : status === 429 ? '429' : `${Math.floor(status / 100)}xx`;

/**
 * The bot's metrics, in a registry of their own. A label never holds a workspace, a person, a client or
 * anything else that somebody typed: each has few values, all of them known to the code.
 */
export function createMetrics(version: string): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name: `apiclient_bot_${name}`, help, labelNames, registers });
  const histogram = <Label extends string>(
    name: string,
    help: string,
    labelNames: Label[],
    buckets: number[],
  ) => new Histogram({ name: `apiclient_bot_${name}`, help, labelNames, buckets, registers });
  const gauge = <Label extends string>(
    name: string,
    help: string,
    labelNames: Label[],
    collect: (this: Gauge<Label>) => void | Promise<void>,
  ) => new Gauge({ name: `apiclient_bot_${name}`, help, labelNames, registers, collect });

  const acknowledgements = histogram(
    'acknowledgement_seconds',
    'From the arrival of a request of Slack to the end of its answer; Slack gives up after 3 s.',
    ['status'],
    ACKNOWLEDGED_WITHIN,
  );
  const interactions = counter(
    'interactions_total',
    'What people used (commands, shortcuts, buttons, forms), by name and outcome.',
    ['kind', 'name', 'outcome'],
  );
  const slackCalls = histogram(
    'slack_call_seconds',
    'Calls of the Slack Web API, their repetitions included, by method and outcome.',
    ['method', 'outcome'],
    CALLED_WITHIN,
  );
  const apiCalls = histogram(
    'api_call_seconds',
    'Calls of the Alphaus APIs, each attempt, by operation and status class.',
    ['operation', 'status'],
    CALLED_WITHIN,
  );
  const tokenFetches = counter('token_fetches_total', 'Access tokens asked for, by outcome.', ['outcome']);
  const storeOperations = histogram(
    'store_operation_seconds',
    'Operations of the store, by operation and outcome.',
    ['operation', 'outcome'],
    STORED_WITHIN,
  );

  const unreadableRecords = counter(
    'records_unreadable_total',
    'Records that this process found and could not read, each once, by kind.',
    ['kind'],
  );

  let sources: Sources = { queues: {}, open: {} };
  gauge('queue_length', 'What waits or runs at this moment, by queue.', ['queue'], function () {
    for (const [queue, length] of Object.entries(sources.queues)) this.set({ queue }, length());
  });
  gauge(
    'open',
    'Records that wait for something: intents to be settled, requests to be decided.',
    ['what'],
    async function () {
      for (const [what, count] of Object.entries(sources.open)) {
        // A store that does not answer makes this unknown, and leaves the rest of the metrics to be read.
        this.set({ what }, await count().catch(() => Number.NaN));
      }
    },
  );

  const loop = monitorEventLoopDelay({ resolution: 20 });
  loop.enable();
  gauge(
    'event_loop_lag_seconds',
    'How late the event loop was since the last scrape.',
    // Not `quantile`, which is for summaries.
    ['percentile'],
    function () {
      for (const percentile of [50, 99, 100]) {
        this.set({ percentile }, loop.percentile(percentile) / 1e9);
      }
      loop.reset();
    },
  );
  gauge('resident_memory_bytes', 'Memory of the process that is in RAM.', [], function () {
    this.set(process.memoryUsage.rss());
  });
  gauge('cpu_seconds', 'Processor time that the process has used.', [], function () {
    const { user, system } = process.cpuUsage();
    this.set((user + system) / 1e6);
  });
  gauge('build_info', 'Always 1; the labels tell what runs.', ['version', 'node'], function () {
    this.set({ version, node: process.version }, 1);
  });

  return {
    slack: {
      acknowledged: (seconds, status) => acknowledgements.observe({ status: statusClass(status) }, seconds),
      interacted: ({ kind, name }, outcome) => interactions.inc({ kind, name, outcome }),
      called: (method, outcome, seconds) => slackCalls.observe({ method, outcome }, seconds),
    },
    store: (operation, outcome, seconds) => storeOperations.observe({ operation, outcome }, seconds),
    unreadable: (kind) => unreadableRecords.inc({ kind }),
    apiCall({ operation, ms, status, problem }) {
      apiCalls.observe({ operation, status: statusClass(status) }, ms / 1000);
      if (operation === 'token') tokenFetches.inc({ outcome: problem === undefined ? 'ok' : problem });
    },
    watch(given) {
      sources = given;
    },
    text: async () => ({ type: registry.contentType, body: await registry.metrics() }),
    stop: () => loop.disable(),
  };
}
