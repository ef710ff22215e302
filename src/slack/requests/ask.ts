import { z } from 'zod';
import { AlphausUserName, ClientName } from '../../core/model/api-client.js';
import { RequestId } from '../../core/model/ids.js';
import { type AskedFor, askForClient } from '../../core/requests/ask-for-client.js';
import type { Asked, RequestedWish } from '../../core/requests/file-request.js';
import { Owner, Purpose } from '../../core/model/client-record.js';
import { type ClientRequest, RequestedRotation } from '../../core/requests/request.js';
import { actions, message } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import { type Button, defineButton } from '../call/conversation.js';
import type { Words } from '../text/words.js';
import { adminsToAsk } from '../call/admins-to-ask.js';
import type { Services } from '../call/services.js';
import type { Message } from '../web-api/slack-calls.js';
import { withdrawFace } from '../cards/request/card.js';
import { deliver } from '../cards/request/deliver.js';

/** Sends a request to those who decide, and says so where the person asked. */
export async function askFor(call: Call, wish: RequestedWish): Promise<void> {
  await call.first();
  const asked = await file(call, { wish, id: newRequestId(), again: false });
  if (asked.kind === 'already-open') return pointOut(call, asked.request, wish);
  await call.reply(await send(call, asked.request));
}

const newRequestId = (): RequestId => RequestId.parse(crypto.randomUUID());

async function file(call: Call, wanted: Omit<AskedFor, 'person'>): Promise<Asked> {
  const asked = await askForClient(await call.connectedFor('request'), { person: call.person, ...wanted });
  if (asked.kind === 'asked') call.log.info({ request: asked.request.id }, 'asked');
  return asked;
}

/** Resolves to what the person hears. */
async function send({ services, log, words }: Call, request: ClientRequest): Promise<Message> {
  await deliver(services, log, request);
  const to = await sentTo(services, request);
  const ask = 'people' in to && to.people === 0 ? await adminsToAsk(services) : [];
  return message([words.requests.sent(request.name, to, ask)]);
}

/** Points out an equal request that is still open, and asks whether the person wants another. */
async function pointOut(call: Call, open: ClientRequest, wish: RequestedWish): Promise<void> {
  const { alreadyOpen, askAgain, withdraw } = call.words.requests;
  await call.reply(
    message(
      [alreadyOpen(open.name, new Date(open.createdAt))],
      actions(
        againButton.element(askAgain, { ...wish, as: newRequestId() }),
        withdrawFace.element(withdraw, { id: open.id, from: 'question' }),
      ),
    ),
  );
}

/** The answer takes the question's place. */
const againButton = defineButton<RequestedWish & { readonly as: RequestId }>({
  id: 'request.again.v2',
  value: z.object({
    /** What the request is to be called: a second click finds it. */
    as: RequestId,
    name: ClientName,
    user: AlphausUserName.optional(),
    purpose: Purpose,
    owner: Owner,
    endsAt: z.iso.datetime().optional(),
    rotates: RequestedRotation.optional(),
  }),
  async press(call, { as: id, ...wish }) {
    const { request } = await file(call, { wish, id, again: true });
    await call.replace(await send(call, request));
  },
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
