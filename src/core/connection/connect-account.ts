import { PRODUCT_IN_TRAIL } from '../model/account.js';
import type { AlphausUser } from '../model/api-client.js';
import { ClientId, type PersonId, type WorkspaceId } from '../model/ids.js';
import { type AuditFacts, audited } from '../audit/audited.js';
import type { Connections, Credentials } from './connection.js';
import type { AuditTrail } from '../audit/audit-trail.js';

/** Who changes a workspace's connection, and by which right. */
export interface ChangingConnection {
  readonly workspace: WorkspaceId;
  readonly connections: Connections;
  readonly audit: AuditTrail;
  readonly reference: string;
  readonly person: PersonId;
  readonly rule: string;
}

/**
 * Connects an Alphaus account, in the place of one of the same product. The credentials are tried before
 * anything is kept; a refusal is a `Problem`. Resolves to the users that the account has.
 */
export async function connectAccount(
  changing: ChangingConnection,
  credentials: Credentials,
): Promise<readonly AlphausUser[]> {
  const { connections, person } = changing;
  return changed(changing, 'connect', credentials, async () => {
    const users = await connections.tryOut(credentials);
    await connections.keep(credentials, person);
    return users;
  });
}

/** Resolves to `false` when there was nothing to disconnect any more. */
export async function disconnectAccount(
  changing: ChangingConnection,
  account: Pick<Credentials, 'product' | 'clientId'>,
): Promise<boolean> {
  return changed(changing, 'disconnect', account, () => changing.connections.disconnect(account.product));
}

/** Resolves to `false` when the product is not connected any more. */
export async function makeDefaultAccount(
  changing: ChangingConnection,
  account: Pick<Credentials, 'product' | 'clientId'>,
): Promise<boolean> {
  return changed(changing, 'make-default', account, () => changing.connections.makeDefault(account.product));
}

function changed<Result>(
  { workspace, audit, reference, person, rule }: ChangingConnection,
  action: string,
  account: Pick<Credentials, 'product' | 'clientId'>,
  work: () => Promise<Result>,
): Promise<Result> {
  const clientId = ClientId.safeParse(account.clientId).data;
  const facts: AuditFacts = {
    actor: person,
    action,
    target: { subject: PRODUCT_IN_TRAIL[account.product], ...(clientId !== undefined && { clientId }) },
    rule,
    reference,
  };
  return audited({
    audit,
    workspace,
    facts,
    work,
    outcomeOf: (result) =>
      result === false ? { outcome: 'refused', reason: 'not-connected' } : { outcome: 'done' },
  });
}
