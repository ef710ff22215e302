import { type ClientLookedFor, findClient, type Found } from '../../core/clients/find-client.js';
import type { Call } from '../call/call.js';
import type { ConnectedServices } from '../call/services.js';

interface InSight {
  readonly services: ConnectedServices;
  readonly found: Found;
}

/** An API client that the person may see, or its deletion; a `Problem` for any other, whether it exists or not. */
export async function clientInSight(call: Call, looked: Omit<ClientLookedFor, 'person'>): Promise<InSight> {
  const services = await call.connectedFor('list');
  return { services, found: await findClient(services, { person: call.person, ...looked }) };
}
