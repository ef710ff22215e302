import { expect, test } from 'vitest';
import { sendable } from '../../../src/slack/web-api/sendable.js';

test('text beyond Slack’s limit ends early, and no mention, time or escaped character is cut in two', () => {
  expect(sendable({ text: 'x'.repeat(4_000), blocks: [] }).text).toBe('x'.repeat(4_000));
  for (const piece of ['<@U0AIKO>', '<!date^1^{date_short_pretty} {time}|then>', '&amp;', '𠮷', '漢']) {
    const { text } = sendable({ text: piece.repeat(5_000), blocks: [] });
    expect(text).toBe(`${piece.repeat(Math.floor(3_999 / piece.length))}…`);
  }
});
