import { type ClientLookedFor, findClient, type Found } from '../../core/clients/find-client.js';
import { findTyped } from '../../core/clients/find-typed.js';
import type { ClientId } from '../../core/model/ids.js';
import type { Call } from '../call/call.js';
import type { ConnectedServices } from '../call/services.js';

/** An API client as a person typed it: its id, or its name. */
export interface TypedClient {
  readonly typed: string;
}

/** The API client that an act is about: a button carries its id, a person types that or its name. */
export type WhichClient = { readonly id: ClientId } | TypedClient;

interface InSight {
  readonly services: ConnectedServices;
  readonly found: Found;
}

/** An API client that the person may see, or its deletion; a `Problem` for any other, whether it exists or not. */
export async function clientInSight(
  call: Call,
  which: WhichClient,
  action: ClientLookedFor['action'],
): Promise<InSight> {
  const services = await call.connectedFor('list');
  const { person } = call;
  const found =
    'id' in which
      ? await findClient(services, { person, id: which.id, action })
      : await findTyped(services, { person, typed: which.typed, action });
  return { services, found };
}
