import { Problem } from '../../core/problem.js';
import { parseArguments } from '../call/arguments.js';
import { type Conversation, whenPressed } from '../call/conversation.js';
import { nextFace, previousFace, requestsPage } from '../cards/request/overview.js';

const turn = (face: typeof nextFace) =>
  whenPressed(face, async (call, { page }) => {
    await call.rights.allowedTo('request');
    await call.replace(await requestsPage(call, page));
  });

export const requestsConversation: Conversation = {
  command: {
    name: 'requests',
    action: 'request',
    async start(call, text) {
      const [stray] = parseArguments(text, {}).positional;
      if (stray !== undefined) throw new Problem({ kind: 'unexpected-argument', argument: stray });
      await call.rights.allowedTo('request');
      await call.reply(await requestsPage(call, 0));
    },
  },
  buttons: [turn(previousFace), turn(nextFace)],
};
