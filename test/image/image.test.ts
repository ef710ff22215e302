import { chown, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startSandboxApi, type SandboxApi } from '../../sandbox/api/start-api.js';
import type { SandboxSlack } from '../../sandbox/slack/start-slack.js';
import { parseKeys } from '../../src/storage/sealing/seal.js';
import { clientNamed, environmentFor, startSlack } from '../harness.js';
import { projectRoot } from '../built/build.js';
import { freePort } from '../../sandbox/free-port.js';
import { Buildah, type ImageConfig } from './buildah.js';
import { Container } from './container.js';
import { debianWithNode } from './debian-with-node.js';

const BASE = 'localhost/debian-with-node';
const IMAGE = 'localhost/apiclient-bot';

let buildah: Buildah;
let config: ImageConfig;
let files: string;
beforeAll(async () => {
  buildah = await Buildah.create();
  const dockerfile = await readFile(join(projectRoot, 'Dockerfile'), 'utf8');
  await debianWithNode(buildah, /^ARG NODE_VERSION=(.+)$/m.exec(dockerfile)?.[1] ?? '', BASE);
  const how = ['--isolation', 'chroot', '--format', 'docker', '--build-arg', `NODE_IMAGE=${BASE}`];
  await buildah.do('bud', ...how, '--tag', IMAGE, projectRoot);
  [config, files] = [await buildah.configOf(IMAGE), await buildah.filesOf(IMAGE)];
}, 600_000);
afterAll(() => buildah.remove(), 60_000);

let api: SandboxApi;
let slack: SandboxSlack;
const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

/** A container of the image between both sandboxes, on an empty volume. */
async function start(): Promise<{ container: Container; data: string; port: number }> {
  [api, slack] = await Promise.all([startSandboxApi(), startSlack()]);
  undo.push(
    () => slack.close(),
    () => api.stop(),
  );
  const port = await freePort();
  const data = join(buildah.directory, `volume-${port}`);
  await mkdir(data, { mode: 0o700 });
  // As an engine does with a new volume, which takes over what the image has there.
  await chown(data, ...owner(config.User));
  const { STORE_URL: _, ...environment } = environmentFor(api, slack);
  const given = { ...environment, PORT: `${port}`, LOG_LEVEL: 'info' };
  const container = Container.start({ files, config, data, environment: given });
  undo.push(() => container.kill());
  await container.prints(/"msg":"ready"/);
  slack.connectApp(`http://127.0.0.1:${port}/slack/events`);
  return { container, data, port };
}

const owner = (user: string): [uid: number, gid: number] => {
  const [uid = Number.NaN, gid = Number.NaN] = user.split(':').map(Number);
  return [uid, gid];
};

test('the image holds the built bot and what it needs to run, and nothing else of the project', async () => {
  expect((await readdir(join(files, config.WorkingDir))).toSorted()).toEqual([
    'dist',
    'node_modules',
    'package.json',
  ]);
  const packages = await readdir(join(files, config.WorkingDir, 'node_modules'));
  expect(packages).toContain('pg');
  expect(packages).not.toContain('vitest');
  expect(packages).not.toContain('typescript');
});

test('the container serves on a read-only root as process 1, is not root, and writes its volume alone', async () => {
  const { container, data, port } = await start();
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
  expect([answer.status, (await answer.text()).trim()]).toEqual([200, 'ready']);
  expect(await container.firstProcess()).toEqual({
    command: 'node dist/main.js',
    numberInside: '1',
    user: '1000',
  });

  const aiko = slack.as('aiko');
  await aiko.command('/apiclient create web --user billing --purpose x');
  await aiko.seesMessage('API client created');
  expect(await readdir(data)).toContain('apiclient.sqlite');
  const touching = await container.run('touch', '/app/dist/x', '/tmp/x', '/data/x');
  expect(touching).toMatchObject({
    status: 1,
    err: expect.stringMatching(/^(.*Read-only file system\n){2}$/),
  });
});

test('a container that is told to stop ends what it acknowledged, and ends with status 0', async () => {
  const { container } = await start();
  api.fault({ operation: 'create', kind: 'delay', ms: 1_000, times: 1 });
  const aiko = slack.as('aiko');
  await aiko.command('/apiclient create late --user billing --purpose x');
  const { status, out } = await container.stop();
  expect(status).toBe(0);
  expect(out.match(/"msg":"(stopping|stopped)"/g)).toEqual(['"msg":"stopping"', '"msg":"stopped"']);
  await aiko.seesMessage(clientNamed(api, 'late').secret);
});

test('the health check of the image tells a bot that answers from one that does not', async () => {
  const { container } = await start();
  const [, ...check] = config.Healthcheck.Test;
  expect(await container.run(...check)).toEqual({ status: 0, out: '', err: '' });
  await container.stop();
  expect(await container.run(...check)).toMatchObject({
    status: 1,
    err: expect.stringContaining('does not answer'),
  });
});

test('operators run their tools in the container', async () => {
  const { container } = await start();
  const aiko = slack.as('aiko');
  await aiko.command('/apiclient create web --user billing --purpose x');
  await aiko.seesMessage('API client created');
  expect(parseKeys((await container.run('node', 'dist/keys.js')).out.trim()).first.id).toMatch(/^k\d{8}$/);
  expect(await container.run('node', 'dist/manifest.js', 'https://bot.acme.example')).toMatchObject({
    status: 0,
    out: expect.stringContaining('https://bot.acme.example/slack/events'),
  });
  // A SQLite file serves one process.
  await container.stop();
  for (const tool of [
    ['audit-export.js', 'T0SANDBOX', '/data/trail.csv'],
    ['audit-verify.js', '/data/trail.csv'],
    ['reseal.js'],
    ['workspace-erase.js', 'T0SANDBOX', '--confirm'],
  ]) {
    const [name, ...args] = tool;
    expect(await container.run('node', `dist/${name}`, ...args)).toMatchObject({ status: 0, err: '' });
  }
});
