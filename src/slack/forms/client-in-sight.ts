import type { ClientId } from '../../core/model/ids.js';
import { findClient, type Found } from '../../core/clients/find-client.js';
import { Problem } from '../../core/problem.js';
import { whoKnowsAccount } from '../call/account-changed.js';
import type { Call } from '../call/call.js';
import type { ConnectedServices } from '../call/services.js';

interface InSight {
  readonly services: ConnectedServices;
  readonly found: Extract<Found, { kind: 'found' | 'deleted' }>;
}

/** An API client that the person may see, or its deletion. One that they may not is answered like one that is not there. */
export async function clientInSight(call: Call, id: ClientId): Promise<InSight> {
  // Rights first: whoever has none is not told how the workspace is set up.
  const sight = await call.rights.sight();
  const services = await call.connected();
  const found = await findClient(services, id, sight);
  switch (found.kind) {
    case 'found':
    case 'deleted':
      return { services, found };
    case 'absent':
      throw new Problem({ kind: 'client-not-found' });
    case 'in-another-account': {
      const { user } = found.record;
      throw new Problem({ kind: 'client-elsewhere', id, user, ask: await whoKnowsAccount(services, user) });
    }
  }
}
