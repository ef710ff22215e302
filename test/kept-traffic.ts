import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import type { Opening, Witness } from '../sandbox/underneath/exchange.js';
import { readable } from '../sandbox/underneath/readable.js';

/** An exchange between Slack and the bot as it is kept for readers from elsewhere. */
export interface KeptExchange extends Pick<Opening, 'kind' | 'asked'> {
  readonly sent: unknown;
  readonly status: number;
  readonly answer: unknown;
}

/** Words of the protocol; all other strings are alike to whom the shape concerns. */
const TELLING = new Set(['type', 'style', 'response_action', 'response_type', 'error', 'range', 'level']);

/** What two exchanges of the same shape have in common. */
export function shapeOf(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return [...new Set(value.map((one) => JSON.stringify(shapeOf(one))))].sort();
  if (typeof value === 'string') return TELLING.has(key) ? value : '';
  if (typeof value !== 'object' || value === null) return typeof value;
  // Ids are the keys of what people typed.
  const fields = Object.entries(value).map(([name, field]) => [
    key === 'values' ? '' : name,
    shapeOf(field, name),
  ]);
  return Object.fromEntries(fields);
}

/** The shapes of what this process has kept. */
const kept = new Set<string>();

/** Keeps one exchange of each shape in that directory: a JSON line each, a file for each process. */
export function keepTraffic(directory: string): Witness {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, `${process.pid}-${threadId}.jsonl`);
  return ({ kind, asked, contentType, body }) => {
    const sent = readable(contentType, body);
    return ({ status, body: answered }) => {
      const exchange: KeptExchange = { kind, asked, sent, status, answer: readable('', answered) };
      const shape = JSON.stringify(shapeOf(exchange));
      if (kept.has(shape)) return;
      kept.add(shape);
      appendFileSync(file, `${JSON.stringify(exchange)}\n`);
    };
  };
}
