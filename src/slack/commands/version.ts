import { message } from '../view/blocks.js';
import type { Conversation } from '../call/conversation.js';
import { en } from '../text/en/en.js';

export const versionConversation: Conversation = {
  command: {
    name: 'version',
    usage: 'version',
    summary: en.help.version,
    action: 'use',
    async start(call) {
      await call.rights.allowedTo('use');
      await call.reply(message([en.version(call.services.version)]));
    },
  },
};
