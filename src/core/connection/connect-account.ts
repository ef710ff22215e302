import type { AuditAction } from '../audit/audit-action.js';
import { type AuditFacts, audited } from '../audit/audited.js';
import { auditedChange } from '../audit/audited-change.js';
import { type ActContext, type Right, rightTo } from '../audit/right-on-record.js';
import { PRODUCT_IN_TRAIL } from '../model/account.js';
import type { AlphausUser } from '../model/api-client.js';
import { ClientId, type PersonId, type WorkspaceId } from '../model/ids.js';
import type { Product } from '../model/product.js';
import type { Commit } from '../store.js';
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
  const { audit, workspace } = context;
  const facts = factsOf(context, { person, rule, action: 'connect', account: credentials });
  const users = await audited({
    audit,
    workspace,
    facts,
    work: async (recording) => {
      const tried = await connections.tryOut(credentials);
      await connections.keep(credentials, person, recording());
      return tried;
    },
  });
  await requestsLookedAfter(context);
  return users;
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
  return changedIfConnected(context, on, 'disconnect', (commit) =>
    context.connections.disconnect(on.product, commit),
  );
}

/** Resolves to `false` when the product is not connected any more. */
export function makeDefaultAccount(context: ConnectionContext, on: OnAccount): Promise<boolean> {
  return changedIfConnected(context, on, 'make-default', (commit) =>
    context.connections.makeDefault(on.product, commit),
  );
}

async function changedIfConnected(
  context: ConnectionContext,
  { person, product }: OnAccount,
  action: AuditAction,
  work: (commit: Commit) => Promise<boolean>,
): Promise<boolean> {
  const { audit, workspace, connections } = context;
  const { rule } = await rightToSetUp(context, person);
  const account = (await connections.accounts()).find((one) => one.product === product);
  if (account === undefined) return false;
  const wasConnected = await auditedChange({
    audit,
    workspace,
    facts: factsOf(context, { person, rule, action, account }),
    work: (recording) => work(recording()),
    unchanged: () => ({ outcome: 'refused', reason: 'not-connected' }),
  });
  await requestsLookedAfter(context);
  return wasConnected;
}

const rightToSetUp = (context: ConnectionContext, person: PersonId): Promise<Right> =>
  rightTo(context, { person, action: 'setup', target: 'any' });

interface Change {
  readonly person: PersonId;
  readonly rule: string;
  readonly action: AuditAction;
  readonly account: Pick<Credentials, 'product' | 'clientId'>;
}

function factsOf({ reference }: ConnectionContext, { person, rule, action, account }: Change): AuditFacts {
  const clientId = ClientId.safeParse(account.clientId).data;
  return {
    actor: person,
    action,
    target: { subject: PRODUCT_IN_TRAIL[account.product], ...(clientId !== undefined && { clientId }) },
    rule,
    reference,
  };
}

/** If the store does not take it now, each request is still looked after within the hour. */
async function requestsLookedAfter({ requests, workspace }: ConnectionContext): Promise<void> {
  await unlessProblem(requests.lookAfterLive(workspace));
}
