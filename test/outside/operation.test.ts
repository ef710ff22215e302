import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { z } from 'zod';
import { build, projectRoot } from '../built/build.js';
import { environmentFor, type Running, start } from '../harness.js';
import { freePort } from '../../sandbox/free-port.js';
import { run } from './run.js';

const docs = (path: string): string => fileURLToPath(new URL(`../../docs/${path}`, import.meta.url));

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'apiclient-operation-'));
});
afterAll(() => rm(directory, { recursive: true }));

const file = async (name: string, content: string): Promise<string> => {
  const path = join(directory, name);
  await writeFile(path, content);
  return path;
};

describe('Prometheus (promtool)', () => {
  let running: Running;
  beforeAll(async () => {
    running = await start();
  });
  afterAll(() => running.stop());

  test('accepts the metrics', async () => {
    const text = await (await fetch(`http://127.0.0.1:${running.bot.port}/metrics`)).text();
    expect(run('promtool', ['check', 'metrics'], text)).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(run('promtool', ['check', 'metrics'], `${text}apiclient_bot_more{a=1} 1\n`).status).not.toBe(0);
  });

  const Dashboard = z.object({
    panels: z.array(z.object({ targets: z.array(z.object({ expr: z.string() })) })),
  });

  test('accepts the alerts, and each expression of the dashboard', async () => {
    const { panels } = Dashboard.parse(
      JSON.parse(await readFile(docs('operations/grafana-dashboard.json'), 'utf8')),
    );
    const rules = panels
      .flatMap(({ targets }) => targets)
      // What Grafana fills in.
      .map(({ expr }, index) => ({
        record: `panel:${index}`,
        expr: expr.replaceAll('$__rate_interval', '5m'),
      }));
    const dashboard = await file('dashboard.yml', stringify({ groups: [{ name: 'dashboard', rules }] }));
    const alerts = docs('operations/alerts.yml');
    expect(run('promtool', ['check', 'rules', alerts, dashboard])).toMatchObject({ status: 0, stderr: '' });

    const spoiled = await file(
      'spoiled.yml',
      (await readFile(alerts, 'utf8')).replace('expr: ', 'expr: sum(('),
    );
    expect(run('promtool', ['check', 'rules', spoiled]).status).not.toBe(0);
  });
});

describe('systemd', () => {
  const unit = async (): Promise<string> => {
    const page = await readFile(docs('operations.md'), 'utf8');
    const written = /```ini\n# \/etc\/systemd\/system\/apiclient-bot\.service\n([\s\S]*?)```/.exec(page)?.[1];
    if (written === undefined) throw new Error('docs/operations.md has no unit');
    // systemd looks whether the program is there, wherever this machine has it.
    return written.replace('/usr/bin/node', process.execPath);
  };
  const verified = async (name: string, text: string) =>
    run('systemd-analyze', ['verify', '--man=no', await file(name, text)]);

  test('accepts the unit', async () => {
    expect(await verified('apiclient-bot.service', await unit())).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    });
  });

  test('has something against a unit with a mistake', async () => {
    const { stderr } = await verified('spoiled.service', (await unit()).replace('UMask=', 'Umask='));
    expect(stderr).toContain('Umask');
  });
});

describe('foreman', () => {
  beforeAll(build);

  test('starts the bot from the Procfile, and ends it with SIGTERM', async () => {
    expect(run('foreman', ['check', '--procfile', join(projectRoot, 'Procfile')])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('valid procfile detected (web)'),
    });
    const running = await start();
    const port = await freePort();
    const foreman = spawn('foreman', ['start', '--procfile', 'Procfile', '--port', String(port)], {
      cwd: projectRoot,
      env: {
        PATH: process.env['PATH'],
        ...environmentFor(running.api, running.slack),
        STORE_URL: `sqlite://${join(directory, 'store.sqlite')}`,
        LOG_LEVEL: 'info',
      },
    });
    try {
      let said = '';
      for (const output of [foreman.stdout, foreman.stderr]) {
        output.on('data', (chunk: Buffer) => {
          said += chunk.toString();
        });
      }
      await expect.poll(() => said, { timeout: 30_000 }).toContain('"msg":"ready"');
      expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
      foreman.kill('SIGTERM');
      await once(foreman, 'close');
      expect(said).toMatch(/web\.1\s*\| exited with code 0/);
    } finally {
      foreman.kill('SIGKILL');
      await running.stop();
    }
  });
});
