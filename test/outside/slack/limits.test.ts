import { expect, test } from 'vitest';
import { overLimits } from './limits.js';
import { allTraffic, sentIn } from './traffic.js';

test('nothing that tests made the bot send is beyond Slack’s documented limits', async () => {
  const sent = (await allTraffic()).flatMap(sentIn);
  expect(sent.flatMap(overLimits)).toEqual([]);
});

const plain = (text: string) => ({ type: 'plain_text', text });
const message = (...blocks: readonly unknown[]) =>
  ({ by: 'x', what: 'message', json: { text: 'x', blocks } }) as const;
const button = { type: 'button', text: plain('x'), action_id: 'a' };

test.each([
  ['a long section', message({ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } }), '/text'],
  ['a long field', message({ type: 'section', fields: [plain('x'.repeat(2001))] }), '/fields/0'],
  ['an empty text', message({ type: 'section', text: plain('') }), 'is empty'],
  ['an action twice', message({ type: 'actions', elements: [button, button] }), 'action_id twice'],
  [
    'a block twice',
    message({ type: 'divider', block_id: 'a' }, { type: 'divider', block_id: 'a' }),
    'block_id twice',
  ],
  ['51 blocks', message(...Array.from({ length: 51 }, () => ({ type: 'divider' }))), '/blocks 51'],
  [
    'a long option',
    message({
      type: 'actions',
      elements: [{ type: 'overflow', options: [{ text: plain('x'.repeat(76)), value: 'x' }] }],
    }),
    '/options/0/text',
  ],
  [
    'a long question',
    message({
      type: 'actions',
      elements: [
        {
          ...button,
          confirm: { title: plain('x'), text: plain('x'.repeat(301)), confirm: plain('x'), deny: plain('x') },
        },
      ],
    }),
    '/confirm/text',
  ],
  [
    'a big table',
    message({ type: 'table', rows: [[{ type: 'raw_text', text: 'x'.repeat(10_001) }]] }),
    'characters in tables',
  ],
  [
    'a long title',
    { by: 'x', what: 'view', json: { type: 'modal', title: plain('x'.repeat(25)), blocks: [] } } as const,
    '/title',
  ],
])('they refuse %s', (_, sent, complaint) => {
  expect(overLimits(sent).join('\n')).toContain(complaint);
});
