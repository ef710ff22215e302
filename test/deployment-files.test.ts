import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { readConfig, VARIABLES } from '../src/config.js';
import { ENCRYPTION_KEYS } from './encryption-keys.js';

const read = (path: string): Promise<string> => readFile(new URL(`../${path}`, import.meta.url), 'utf8');

/** How long the bot takes at most to end what was acknowledged. */
const DRAIN_SECONDS = 10;
const PORT = 3000;
/** Node and Compose read these. */
const READ_BY_OTHERS = ['NODE_ENV', 'NODE_EXTRA_CA_CERTS', 'POSTGRES_PASSWORD'];
const unknown = (names: readonly string[]): readonly string[] =>
  names.filter((name) => ![...VARIABLES, ...READ_BY_OTHERS].includes(name));

/** What an operator has filled in. */
const filledIn = { SLACK_SIGNING_SECRET: 'secret', SLACK_BOT_TOKEN: 'xoxb-token', ENCRYPTION_KEYS };

describe('the documented variables', () => {
  test('are those that the bot reads, in docs/setup.md and in .env.example', async () => {
    const table = /## Every variable\n([\s\S]*)/.exec(await read('docs/setup.md'))?.[1] ?? '';
    const inTable = [...table.matchAll(/^\| (.+?) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name),
    );
    const spelledOnce = VARIABLES.filter((name) => name === name.toUpperCase());
    expect(inTable.toSorted()).toEqual([...spelledOnce, 'NODE_EXTRA_CA_CERTS'].toSorted());

    const example = [...(await read('.env.example')).matchAll(/^(?:# )?([A-Z_]+)=/gm)];
    expect(unknown(example.map(([, name = '']) => name))).toEqual([]);
  });
});

describe('the Dockerfile', () => {
  test('starts Node without a shell, as a user that is not root, by number', async () => {
    const dockerfile = await read('Dockerfile');
    const stages = dockerfile.split(/^FROM /m).slice(1);
    expect(stages).toHaveLength(2);
    expect(stages.at(-1)).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m);
    expect(stages.at(-1)).toMatch(/^VOLUME \/data$/m);
    expect(stages.at(-1)).toMatch(/^CMD \["node", "dist\/main\.js"\]$/m);
    expect(stages.at(-1)).toMatch(/^HEALTHCHECK .* CMD \["node", "dist\/health-check\.js"\]$/m);
    const set = [...dockerfile.matchAll(/^(?:ENV | {4})([A-Z_]+)=/gm)].map(([, name = '']) => name);
    expect(set).toEqual(['NODE_ENV', 'STORE_URL']);
  });
});

const Compose = z.object({
  services: z.object({
    // The image's own command, user and health check: nothing else is said of it.
    bot: z.strictObject({
      image: z.string(),
      build: z.literal('.'),
      env_file: z.literal('.env'),
      environment: z.record(z.string(), z.string()),
      ports: z.tuple([z.literal(`127.0.0.1:${PORT}:${PORT}`)]),
      depends_on: z.object({ postgres: z.object({ condition: z.literal('service_healthy') }) }),
      read_only: z.literal(true),
      cap_drop: z.tuple([z.literal('ALL')]),
      restart: z.string(),
      stop_grace_period: z.string().regex(/^\d+s$/),
      security_opt: z.tuple([z.literal('no-new-privileges:true')]),
    }),
    postgres: z.object({
      environment: z.record(z.string(), z.string()),
      volumes: z.tuple([z.string()]),
      healthcheck: z.object({ test: z.tuple([z.literal('CMD'), z.literal('pg_isready')]).rest(z.string()) }),
    }),
  }),
  volumes: z.record(z.string(), z.null()),
});

describe('compose.yaml', () => {
  test('starts the bot once its Postgres is healthy, and gives it time to end', async () => {
    const { services, volumes } = Compose.parse(parse(await read('compose.yaml')));
    const { bot, postgres } = services;
    expect(Number.parseInt(bot.stop_grace_period, 10)).toBeGreaterThan(DRAIN_SECONDS);
    expect(Object.keys(volumes)).toContain(postgres.volumes[0].split(':')[0]);
    expect(unknown(Object.keys(bot.environment))).toEqual([]);

    const password = 'a1b2';
    const given = Object.entries(bot.environment).map(([name, value]) => [
      name,
      value.replace(`\${POSTGRES_PASSWORD}`, password),
    ]);
    const config = readConfig({ ...filledIn, ...Object.fromEntries(given) });
    const { POSTGRES_USER, POSTGRES_DB } = postgres.environment;
    expect([config.PORT, config.STORE_URL]).toEqual([
      PORT,
      `postgres://${POSTGRES_USER}:${password}@postgres:5432/${POSTGRES_DB}`,
    ]);
  });
});

const labels = z.record(z.string(), z.string());
const selector = z.object({ matchLabels: labels });
const probe = (path: string) =>
  z.object({
    httpGet: z.object({ path: z.literal(path), port: z.literal('http') }),
    periodSeconds: z.number(),
  });
const ports = z.array(z.object({ port: z.number(), protocol: z.enum(['TCP', 'UDP']) })).min(1);

/** The image's own command: none is said here. */
const Container = z.strictObject({
  name: z.literal('bot'),
  image: z.string(),
  envFrom: z.tuple([z.object({ secretRef: z.object({ name: z.string() }) })]),
  env: z.array(z.object({ name: z.string(), value: z.string() })),
  ports: z.tuple([z.object({ name: z.literal('http'), containerPort: z.literal(PORT) })]),
  startupProbe: probe('/healthz').extend({ failureThreshold: z.number() }),
  livenessProbe: probe('/healthz'),
  readinessProbe: probe('/readyz'),
  lifecycle: z.object({ preStop: z.object({ sleep: z.object({ seconds: z.number() }) }) }),
  securityContext: z.object({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    capabilities: z.object({ drop: z.tuple([z.literal('ALL')]) }),
  }),
  resources: z.object({ requests: labels, limits: labels }),
});
const named = z.object({ name: z.string() });
const Kubernetes = z.tuple([
  z.object({
    apiVersion: z.literal('v1'),
    kind: z.literal('Secret'),
    metadata: named,
    stringData: z.record(z.string(), z.string()),
  }),
  z.object({
    apiVersion: z.literal('apps/v1'),
    kind: z.literal('Deployment'),
    metadata: named,
    spec: z.object({
      replicas: z.literal(2),
      selector,
      template: z.object({
        metadata: z.object({ labels }),
        spec: z.object({
          automountServiceAccountToken: z.literal(false),
          securityContext: z.object({ runAsNonRoot: z.literal(true), runAsUser: z.number() }),
          terminationGracePeriodSeconds: z.number(),
          containers: z.tuple([Container]),
        }),
      }),
    }),
  }),
  z.object({
    apiVersion: z.literal('v1'),
    kind: z.literal('Service'),
    metadata: named,
    spec: z.object({ selector: labels, ports: z.tuple([z.object({ targetPort: z.literal('http') })]) }),
  }),
  z.object({
    apiVersion: z.literal('policy/v1'),
    kind: z.literal('PodDisruptionBudget'),
    metadata: named,
    spec: z.object({ minAvailable: z.literal(1), selector }),
  }),
  z.object({
    apiVersion: z.literal('networking.k8s.io/v1'),
    kind: z.literal('NetworkPolicy'),
    metadata: named,
    spec: z.object({
      podSelector: selector,
      policyTypes: z.tuple([z.literal('Ingress'), z.literal('Egress')]),
      ingress: z.tuple([z.object({ from: z.array(z.unknown()).min(1), ports })]),
      egress: z.array(z.object({ to: z.array(z.unknown()).min(1).optional(), ports })),
    }),
  }),
]);

describe('deploy/kubernetes.yaml', () => {
  test('runs two replicas that are probed, kept, shut off and stopped in time', async () => {
    const documents = parseAllDocuments(await read('deploy/kubernetes.yaml'));
    const all = Kubernetes.parse(documents.map((document): unknown => document.toJS()));
    const [secret, deployment, service, budget, network] = all;
    expect(new Set(all.map(({ metadata }) => metadata.name))).toEqual(new Set(['apiclient-bot']));

    const { template } = deployment.spec;
    const [bot] = template.spec.containers;
    for (const chosen of [
      deployment.spec.selector.matchLabels,
      service.spec.selector,
      budget.spec.selector.matchLabels,
      network.spec.podSelector.matchLabels,
    ]) {
      expect(template.metadata.labels).toMatchObject(chosen);
    }
    expect(bot.envFrom[0].secretRef.name).toBe(secret.metadata.name);
    expect(template.spec.terminationGracePeriodSeconds).toBeGreaterThan(
      DRAIN_SECONDS + bot.lifecycle.preStop.sleep.seconds,
    );
    // The bot ends by itself, and says why, after the minute for which it waits.
    expect(bot.startupProbe.periodSeconds * bot.startupProbe.failureThreshold).toBeGreaterThan(60);
    expect(`${template.spec.securityContext.runAsUser}`).toBe(
      /^USER (\d+):/m.exec(await read('Dockerfile'))?.[1],
    );
    expect(network.spec.ingress[0].ports.map(({ port }) => port)).toEqual([PORT]);

    const given = Object.fromEntries(bot.env.map(({ name, value }) => [name, value]));
    expect(unknown([...Object.keys(given), ...Object.keys(secret.stringData)])).toEqual([]);
    const config = readConfig({ ...secret.stringData, ...given, ...filledIn });
    const reached = network.spec.egress.flatMap(({ ports: open }) => open.map(({ port }) => port));
    expect(config.PORT).toBe(PORT);
    expect(reached).toEqual(expect.arrayContaining([53, 443, Number(new URL(config.STORE_URL).port)]));
  });
});
