import { type PersonId, RequestId } from '../../core/model/ids.js';
import type { ClientSpec } from '../../core/model/client-record.js';
import { prepareClient } from '../../core/requests/prepare-client.js';
import type { Call } from '../call/call.js';
import { deliver, OWN } from '../cards/request/deliver.js';
import { message } from '../view/blocks.js';

/** Prepares an API client for somebody else, and says so where the person asked. */
export async function prepareFor(call: Call, recipient: PersonId, wish: ClientSpec): Promise<void> {
  await call.first();
  const services = await call.connectedFor('create');
  const id = RequestId.parse(crypto.randomUUID());
  const request = await prepareClient(services, { person: call.person, recipient, wish, id });
  call.log.info({ request: id }, 'prepared');
  await deliver(services, call.log, request);
  const { done, notReached } = call.words.prepared;
  const isAsked = (await services.requestMessages.of(request)).some(
    ({ key, state }) => key === OWN && typeof state !== 'string',
  );
  await call.reply(message([(isAsked ? done : notReached)(wish.name, recipient)]));
}
