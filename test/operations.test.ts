import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Running, start } from './harness.js';

const read = (path: string): Promise<string> => readFile(new URL(`../docs/${path}`, import.meta.url), 'utf8');

const Dashboard = z.object({
  uid: z.string(),
  schemaVersion: z.number(),
  templating: z.object({ list: z.array(z.object({ name: z.string() })) }),
  panels: z
    .array(
      z.object({
        id: z.number(),
        title: z.string().min(1),
        gridPos: z.object({ x: z.number(), y: z.number(), w: z.number().max(24), h: z.number() }),
        targets: z.array(z.object({ expr: z.string() })).min(1),
      }),
    )
    .min(1),
});

const Alerts = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^ApiClientBot[A-Za-z]+$/),
          expr: z.string(),
          for: z
            .string()
            .regex(/^\d+m$/)
            .optional(),
          labels: z.strictObject({ severity: z.enum(['warning', 'critical']) }),
          annotations: z.strictObject({ summary: z.string(), description: z.string() }),
        }),
      ),
    }),
  ),
});

let running: Running;
let text: string;
let exported: Map<string, string>;
beforeAll(async () => {
  running = await start();
  text = await (await fetch(`http://127.0.0.1:${running.bot.port}/metrics`)).text();
  exported = new Map(
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]),
  );
});
afterAll(() => running.stop());

/** The metrics that an expression names, without what Prometheus adds to a histogram's name. */
const named = (expression: string): readonly string[] =>
  [...expression.matchAll(/apiclient_bot_\w+/g)].map(([name]) => {
    const base = name.replace(/_(bucket|count|sum)$/, '');
    return exported.get(base) === 'histogram' ? base : name;
  });

const unknown = (expressions: readonly string[]): readonly string[] =>
  expressions.flatMap(named).filter((name) => !exported.has(name));

describe('what operators are given', () => {
  test('the dashboard shows metrics that there are, and leaves none out', async () => {
    const { panels } = Dashboard.parse(JSON.parse(await read('operations/grafana-dashboard.json')));
    const expressions = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
    expect(unknown(expressions)).toEqual([]);
    expect([...new Set(expressions.flatMap(named))].sort()).toEqual([...exported.keys()].sort());
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });

  test('the alerts ask for metrics that there are', async () => {
    const { groups } = Alerts.parse(parse(await read('operations/alerts.yml')));
    const rules = groups.flatMap(({ rules: all }) => all);
    expect(rules.length).toBeGreaterThan(10);
    expect(unknown(rules.map(({ expr }) => expr))).toEqual([]);
  });

  test('the documentation explains every metric, and no other', async () => {
    const table = (await read('operations.md')).split('## Metrics')[1]?.split('## ')[0] ?? '';
    const explained = [...table.matchAll(/^\| (.+?) \|/gm)]
      .slice(1)
      .flatMap(([, cell = '']) =>
        [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => `apiclient_bot_${name}`),
      );
    expect(explained.sort()).toEqual([...exported.keys()].sort());
  });
});
