import { z } from 'zod';
import { AlphausUserName, ClientName } from '../../core/model/api-client.js';
import { RequestId } from '../../core/model/ids.js';
import { askForClient } from '../../core/requests/ask-for-client.js';
import type { RequestedWish } from '../../core/requests/file-request.js';
import { Owner, Purpose } from '../../core/model/client-record.js';
import { type ClientRequest, RequestedRotation } from '../../core/requests/request.js';
import { actions, message } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import { type Button, defineButton } from '../call/conversation.js';
import type { Words } from '../text/words.js';
import { adminsToAsk } from '../call/admins-to-ask.js';
import type { Services } from '../call/services.js';
import { withdrawFace } from '../cards/request/card.js';
import { deliver } from '../cards/request/deliver.js';

/** Sends a request to those who decide, and says so where the person asked. */
export async function askFor(call: Call, wish: RequestedWish, again = false): Promise<void> {
  await call.first();
  const services = await call.connectedFor('request');
  const id = RequestId.parse(crypto.randomUUID());
  const asked = await askForClient(services, { person: call.person, wish, again, id });
  if (asked.kind === 'already-open') return pointOut(call, asked.request, wish);
  call.log.info({ request: asked.request.id }, 'asked');
  await deliver(services, call.log, asked.request);
  const to = await sentTo(services, asked.request);
  const ask = 'people' in to && to.people === 0 ? await adminsToAsk(services) : [];
  await call.reply(message([call.words.requests.sent(wish.name, to, ask)]));
}

/** Points out an equal request that is still open, and asks whether the person wants another. */
async function pointOut(call: Call, open: ClientRequest, wish: RequestedWish): Promise<void> {
  const { alreadyOpen, askAgain, withdraw } = call.words.requests;
  await call.reply(
    message(
      [alreadyOpen(open.name, new Date(open.createdAt))],
      actions(againButton.element(askAgain, wish), withdrawFace.element(withdraw, { id: open.id })),
    ),
  );
}

const againButton = defineButton<RequestedWish>({
  id: 'request.again.v1',
  value: z.object({
    name: ClientName,
    user: AlphausUserName.optional(),
    purpose: Purpose,
    owner: Owner,
    endsAt: z.iso.datetime().optional(),
    rotates: RequestedRotation.optional(),
  }),
  press: (call, wish) => askFor(call, wish, true),
});

async function sentTo(
  { requestMessages }: Services,
  request: ClientRequest,
): Promise<Parameters<Words['requests']['sent']>[1]> {
  const cards = (await requestMessages.of(request)).flatMap(({ key, state }) =>
    key.startsWith('card:') && typeof state !== 'string' ? [{ key, channel: state.channel }] : [],
  );
  const inChannel = cards.find(({ key }) => key === 'card:channel');
  return inChannel === undefined ? { people: cards.length } : { channel: inChannel.channel };
}

export const askButtons: readonly Button[] = [againButton];
