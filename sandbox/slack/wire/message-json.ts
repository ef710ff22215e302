import type { Message } from '../workspace/channels.js';
import { APP_ID } from '../workspace/people.js';
import type { JsonObject } from './wire.js';
import type { World } from '../workspace/world.js';

/** A message as Slack sends it: in payloads and in the answers of `chat.*`. */
export const messageJson = ({ bot, team }: World, message: Message): JsonObject => ({
  type: 'message',
  user: message.authorId,
  ...(message.authorId === bot.userId ? { bot_id: bot.botId, app_id: APP_ID } : {}),
  text: message.text,
  ts: message.ts,
  team: team.id,
  blocks: message.blocks,
  ...(message.files.length === 0 ? {} : { files: message.files.map((file) => ({ ...file })) }),
  ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
  ...(message.editedTs === undefined ? {} : { edited: { user: message.authorId, ts: message.editedTs } }),
});
