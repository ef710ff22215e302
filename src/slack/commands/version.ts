import { message } from '../view/blocks.js';
import type { Conversation } from '../call/conversation.js';

export const versionConversation: Conversation = {
  command: {
    name: 'version',
    action: 'use',
    async start(call) {
      await call.rights.allowedTo('use');
      await call.reply(message([call.words.version(call.services.version)]));
    },
  },
};
