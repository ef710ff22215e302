import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { z } from 'zod';

const Exchange = z.object({
  kind: z.enum(['delivery', 'web-api', 'response-url', 'api']),
  asked: z.string(),
  sent: z.unknown(),
  status: z.number(),
  answer: z.unknown(),
});
export type Exchange = z.output<typeof Exchange>;

/** What went between Slack and the bot in all tests before this one. */
export async function allTraffic(): Promise<readonly Exchange[]> {
  const directory = inject('traffic');
  const files = await readdir(directory);
  const texts = await Promise.all(files.map((file) => readFile(join(directory, file), 'utf8')));
  const lines = texts.flatMap((text) => text.split('\n')).filter((line) => line !== '');
  return lines.map((line) => Exchange.parse(JSON.parse(line)));
}

/** A modal, a Home, or a message that the bot sent, and on which way. */
export interface Sent {
  readonly by: string;
  readonly what: 'view' | 'message' | 'options';
  readonly json: Readonly<Record<string, unknown>>;
}

const Json = z.record(z.string(), z.unknown());
const WithView = z.object({ view: Json });
const isOptions = (json: Readonly<Record<string, unknown>>): boolean =>
  'options' in json || 'option_groups' in json;

/** The views, messages and typeahead options that the bot sent in an exchange. */
export function sentIn({ kind, asked, sent, answer }: Exchange): readonly Sent[] {
  // What the bot says in an answer to Slack; in all others, what it asks for.
  const json = Json.safeParse(kind === 'delivery' ? answer : sent).data;
  if (json === undefined || kind === 'api') return [];
  const by = kind === 'delivery' ? `the answer to ${asked}` : asked;
  const view = WithView.safeParse(json).data?.view;
  if (view !== undefined) return [{ by, what: 'view', json: view }];
  if (isOptions(json)) return [{ by, what: 'options', json }];
  if ('blocks' in json || (asked.startsWith('chat.') && 'text' in json))
    return [{ by, what: 'message', json }];
  return kind === 'response-url' || asked === 'command' ? [{ by, what: 'message', json }] : [];
}
