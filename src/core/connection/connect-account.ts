import type { AuditAction } from '../audit/audit-action.js';
import { type AuditFacts, audited } from '../audit/audited.js';
import { type ActContext, type Right, rightTo } from '../audit/right-on-record.js';
import { PRODUCT_IN_TRAIL } from '../model/account.js';
import type { AlphausUser } from '../model/api-client.js';
import { ClientId, type PersonId, type WorkspaceId } from '../model/ids.js';
import type { Product } from '../model/product.js';
import { unlessProblem } from '../unless-problem.js';
import type { Connections, Credentials } from './connection.js';

/** What every verb on a workspace's connection works with. */
export interface ConnectionContext extends ActContext {
  readonly connections: Connections;
  /** Requests that wait are for an account: whether they can be decided and collected may have changed. */
  readonly requests: { lookAfterLive(workspace: WorkspaceId): Promise<void> };
}

export interface Connecting {
  readonly person: PersonId;
  readonly credentials: Credentials;
}

/**
 * Connects an Alphaus account and replaces one of the same product. The credentials are tried before
 * anything is kept; a refusal is a `Problem`. Resolves to the users that the account has.
 */
export async function connectAccount(
  context: ConnectionContext,
  { person, credentials }: Connecting,
): Promise<readonly AlphausUser[]> {
  const { connections } = context;
  const { rule } = await rightToSetUp(context, person);
  return changed(context, { person, rule, action: 'connect', account: credentials }, async () => {
    const users = await connections.tryOut(credentials);
    await connections.keep(credentials, person);
    return users;
  });
}

export interface OnAccount {
  readonly person: PersonId;
  readonly product: Product;
}

/** The users that a connected account has, asked now; `undefined` when the product is not connected any more. */
export async function testAccount(
  context: ConnectionContext,
  { person, product }: OnAccount,
): Promise<readonly AlphausUser[] | undefined> {
  await rightToSetUp(context, person);
  return context.connections.test(product);
}

/** Resolves to `false` when there was nothing to disconnect any more. */
export function disconnectAccount(context: ConnectionContext, on: OnAccount): Promise<boolean> {
  return changedIfConnected(context, on, 'disconnect', () => context.connections.disconnect(on.product));
}

/** Resolves to `false` when the product is not connected any more. */
export function makeDefaultAccount(context: ConnectionContext, on: OnAccount): Promise<boolean> {
  return changedIfConnected(context, on, 'make-default', () => context.connections.makeDefault(on.product));
}

async function changedIfConnected(
  context: ConnectionContext,
  { person, product }: OnAccount,
  action: AuditAction,
  work: () => Promise<boolean>,
): Promise<boolean> {
  const { rule } = await rightToSetUp(context, person);
  const account = (await context.connections.accounts()).find((one) => one.product === product);
  return account !== undefined && changed(context, { person, rule, action, account }, work);
}

const rightToSetUp = (context: ConnectionContext, person: PersonId): Promise<Right> =>
  rightTo(context, { person, action: 'setup', target: 'any' });

interface Change {
  readonly person: PersonId;
  readonly rule: string;
  readonly action: AuditAction;
  readonly account: Pick<Credentials, 'product' | 'clientId'>;
}

async function changed<Result>(
  { workspace, audit, reference, requests }: ConnectionContext,
  { person, rule, action, account }: Change,
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
  const result = await audited({
    audit,
    workspace,
    facts,
    work,
    outcomeOf: (outcome) =>
      outcome === false ? { outcome: 'refused', reason: 'not-connected' } : { outcome: 'done' },
  });
  // If the store does not take it now, each request is still looked after within the hour.
  await unlessProblem(requests.lookAfterLive(workspace));
  return result;
}
