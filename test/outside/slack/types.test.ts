import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { shapeOf } from '../../kept-traffic.js';
import { allTraffic, type Sent, sentIn } from './traffic.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Slack's own types, without the doors that they leave open for blocks that they do not know. */
const HEAD = `import type { HomeView, KnownBlock, ModalView, Option, OptionGroup } from '@slack/types';
type Known<View> = Omit<View, 'blocks'> & { blocks: KnownBlock[] };
type View = Known<ModalView> | Known<HomeView>;
type Message = {
  text?: string; blocks?: KnownBlock[]; channel?: string; user?: string; ts?: string;
  unfurl_links?: string | boolean; unfurl_media?: string | boolean;
  response_type?: 'ephemeral' | 'in_channel'; replace_original?: boolean; delete_original?: boolean;
};
type Options = { options: Option[] } | { option_groups: OptionGroup[] };
`;
const TYPE = { view: 'View', message: 'Message', options: 'Options' } as const;

const line = ({ json, what }: Pick<Sent, 'json' | 'what'>): string =>
  `(${JSON.stringify(json)}) satisfies ${TYPE[what]};`;

/** What the compiler says, by the line of what it is about. */
async function compiled(lines: readonly string[]): Promise<ReadonlyMap<number, string>> {
  // Below the installed packages, where the compiler finds Slack's.
  const cache = join(root, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const directory = await mkdtemp(join(cache, 'apiclient-sent-'));
  try {
    await writeFile(
      join(directory, 'sent.ts'),
      [HEAD.replaceAll('\n', ' '), ...lines, 'export {};'].join('\n'),
    );
    await writeFile(
      join(directory, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          noEmit: true,
          module: 'nodenext',
          target: 'es2023',
          skipLibCheck: true,
          types: ['node'],
        },
        files: ['sent.ts'],
      }),
    );
    const { status, stdout, stderr } = spawnSync('npx', ['tsc', '-p', directory, '--pretty', 'false'], {
      cwd: root,
      encoding: 'utf8',
    });
    const said = [...stdout.matchAll(/sent\.ts\((\d+),\d+\): (error [^\n]*(?:\n {2}[^\n]*)*)/g)];
    // Whatever else it says is no verdict on what was sent.
    if (said.length === 0 && status !== 0) throw new Error(`${stdout}${stderr}`);
    return new Map(said.map(([, at, error = '']) => [Number(at) - 2, error]));
  } finally {
    await rm(directory, { recursive: true });
  }
}

let every: readonly Sent[];
let sent: readonly Sent[];
beforeAll(async () => {
  every = (await allTraffic()).flatMap(sentIn);
  sent = [...new Map(every.map((one) => [JSON.stringify(shapeOf(one)), one])).values()];
});

test('tests made the bot send views, messages and options on every way that it has', () => {
  const ways = new Set(every.map(({ by, what }) => `${by}: ${what}`));
  expect([...ways]).toEqual(
    expect.arrayContaining([
      'chat.postEphemeral: message',
      'chat.postMessage: message',
      'chat.update: message',
      'response_url: message',
      'the answer to block_suggestion: options',
      'the answer to view_submission: view',
      'views.open: view',
      'views.publish: view',
      'views.update: view',
    ]),
  );
  expect(sent.length).toBeGreaterThan(100);
});

test('Slack’s own types accept every view, message and list of options that tests made the bot send', async () => {
  const errors = await compiled(sent.map(line));
  expect(
    [...errors].map(([index, error]) => `${sent[index]?.by}: ${error}\n${JSON.stringify(sent[index]?.json)}`),
  ).toEqual([]);
});

test('they refuse what Slack refuses', async () => {
  const spoiled: readonly Pick<Sent, 'json' | 'what'>[] = [
    {
      what: 'message',
      json: { text: 'x', blocks: [{ type: 'sectoin', text: { type: 'mrkdwn', text: 'x' } }] },
    },
    { what: 'message', json: { blocks: [{ type: 'section', text: 'x' }] } },
    { what: 'message', json: { blocks: [{ type: 'divider', text: { type: 'mrkdwn', text: 'x' } }] } },
    {
      what: 'message',
      json: {
        blocks: [{ type: 'actions', elements: [{ type: 'button', text: { type: 'mrkdwn', text: 'x' } }] }],
      },
    },
    {
      what: 'message',
      json: {
        blocks: [
          {
            type: 'actions',
            elements: [{ type: 'button', text: { type: 'plain_text', text: 'x' }, style: 'red' }],
          },
        ],
      },
    },
    { what: 'view', json: { type: 'modal', title: { type: 'plain_text', text: 'x' } } },
    {
      what: 'view',
      json: {
        type: 'modal',
        title: { type: 'plain_text', text: 'x' },
        blocks: [],
        sumbit: { type: 'plain_text', text: 'x' },
      },
    },
    {
      what: 'view',
      json: {
        type: 'modal',
        title: { type: 'plain_text', text: 'x' },
        blocks: [{ type: 'input', label: { type: 'plain_text', text: 'x' }, element: { type: 'text' } }],
      },
    },
    { what: 'options', json: { options: [{ text: { type: 'plain_text', text: 'x' }, val: 'x' }] } },
  ];
  const errors = await compiled(spoiled.map(line));
  expect([...errors.keys()].toSorted((one, other) => one - other)).toEqual(spoiled.map((_, index) => index));
});
