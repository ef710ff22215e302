import { z } from 'zod';
import { checkMessageBlocks } from '../block-kit/check-blocks.js';
import { type PlacedBlock, place } from '../block-kit/placed.js';
import type { Clock } from '../clock.js';
import { SlackError } from '../wire/slack-error.js';

/** A message in the answer to a slash command, or posted to a response_url. */
const BotMessage = z.strictObject({
  text: z.string().max(40_000).optional(),
  blocks: z.unknown().optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  replace_original: z.boolean().optional(),
  delete_original: z.boolean().optional(),
  thread_ts: z.string().optional(),
  mrkdwn: z.boolean().optional(),
  unfurl_links: z.boolean().optional(),
  unfurl_media: z.boolean().optional(),
});

export interface BotMessage {
  readonly text: string;
  readonly blocks: PlacedBlock[];
  readonly isInChannel: boolean;
  readonly replacesOriginal: boolean;
  readonly deletesOriginal: boolean;
}

/** Throws a `SlackError` for what Slack would not show. */
export const readBotMessage = (json: unknown, clock: Clock): BotMessage => {
  const parsed = BotMessage.safeParse(json);
  if (!parsed.success) throw SlackError.withMessages('invalid_payload', [z.prettifyError(parsed.error)]);
  const { text = '', blocks, ...options } = parsed.data;
  const deletesOriginal = options.delete_original === true;
  if (deletesOriginal && Object.keys(parsed.data).length > 1) {
    throw SlackError.withMessages('invalid_payload', ['delete_original must be the only key']);
  }
  const checked = checkMessageBlocks(blocks ?? []);
  if (!checked.ok) throw SlackError.withMessages('invalid_blocks', checked.messages);
  if (!deletesOriginal && text === '' && checked.value.length === 0) throw new SlackError('no_text');
  return {
    text,
    blocks: place(checked.value, () => clock.id('b')),
    isInChannel: options.response_type === 'in_channel',
    replacesOriginal: options.replace_original === true,
    deletesOriginal,
  };
};
