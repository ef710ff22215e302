import type { Message } from './channels.js';
import { APP_ID, BOT, TEAM } from './people.js';
import type { JsonObject } from './wire.js';

/** A message as Slack sends it: in payloads and in the answers of `chat.*`. */
export const messageJson = (message: Message): JsonObject => ({
  type: 'message',
  user: message.authorId,
  ...(message.authorId === BOT.userId ? { bot_id: BOT.botId, app_id: APP_ID } : {}),
  text: message.text,
  ts: message.ts,
  team: TEAM.id,
  blocks: message.blocks,
  ...(message.files.length === 0 ? {} : { files: message.files.map((file) => ({ ...file })) }),
  ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
  ...(message.editedTs === undefined ? {} : { edited: { user: message.authorId, ts: message.editedTs } }),
});
