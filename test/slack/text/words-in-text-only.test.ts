import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAst } from 'rolldown/parseAst';
import { expect, test } from 'vitest';
import { z } from 'zod';

const slack = resolve(import.meta.dirname, '../../../src/slack');

/** Two words of English, one after the other; or one that begins as a sentence or a label does. */
const READABLE = /[A-Za-z]{2,}[,;:.]? +[a-z]{2,}|^[A-Z][a-z]+\b/;
/** What the log says is for operators. */
const LOG = new Set(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'level']);

/**
 * Rooms that speak to Slack and to load balancers, not to people; and what people paste into a terminal, and the style
 * of a page.
 */
const FOR_MACHINES = ['transport/', 'web-api/', 'receipts/how-to-use.ts', 'install/install-page.ts'];

const Node = z.looseObject({ type: z.string() });
type Node = z.infer<typeof Node>;

const Callee = z.object({
  callee: z.object({ name: z.string().optional(), property: z.object({ name: z.string() }).optional() }),
});
const Texts = z.union([
  z.object({ type: z.literal('Literal'), value: z.string() }).transform(({ value }) => value),
  z
    .object({ type: z.literal('TemplateElement'), value: z.object({ raw: z.string() }) })
    .transform(({ value }) => value.raw),
]);

/** Whether what stands in it is read by operators alone: a line of the log, or an error that is a bug. */
function isForOperators(node: Node): boolean {
  const { callee } = Callee.safeParse(node).data ?? { callee: {} };
  if (node.type === 'CallExpression') return LOG.has(callee.property?.name ?? '');
  return node.type === 'NewExpression' && callee.name?.endsWith('Error') === true;
}

/** The strings in a file that a person could read. */
function readable(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(readable);
  const node = Node.safeParse(value).data;
  if (node === undefined || isForOperators(node)) return [];
  const text = Texts.safeParse(node).data;
  return [
    ...(text !== undefined && READABLE.test(text) ? [text] : []),
    ...Object.values(node).flatMap(readable),
  ];
}

test('nothing that a person can read is written outside of text/', () => {
  const files = readdirSync(slack, { recursive: true, encoding: 'utf8' }).filter(
    (file) =>
      file.endsWith('.ts') &&
      !file.startsWith('text/') &&
      !FOR_MACHINES.some((place) => file.startsWith(place)),
  );
  const found = files.flatMap((file) =>
    readable(parseAst(readFileSync(join(slack, file), 'utf8'), { lang: 'ts' })).map(
      (text) => `${file}: ${text}`,
    ),
  );
  expect(found).toEqual([]);
});
