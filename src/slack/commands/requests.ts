import { Problem } from '../../core/problem.js';
import { parseArguments } from '../call/arguments.js';
import { type Conversation, whenPressed } from '../call/conversation.js';
import { nextFace, previousFace, requestsPage } from '../cards/overview.js';
import { en } from '../text/en/en.js';

const turn = (face: typeof nextFace) =>
  whenPressed(face, async (call, { page }) => {
    await call.rights.allowedTo('request');
    await call.replace(await requestsPage(call.services, call.person, page));
  });

export const requestsConversation: Conversation = {
  command: {
    name: 'requests',
    usage: 'requests',
    summary: en.requests.help.requests,
    action: 'request',
    async start(call, text) {
      const [stray] = parseArguments(text, {}).words;
      if (stray !== undefined) throw new Problem({ kind: 'unexpected-argument', argument: stray });
      await call.rights.allowedTo('request');
      await call.reply(await requestsPage(call.services, call.person, 0));
    },
  },
  buttons: [turn(previousFace), turn(nextFace)],
};
