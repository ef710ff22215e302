import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { z } from 'zod';
import { isSameAccount } from '../core/connection/same-account.js';
import { PRODUCT_IN_TRAIL } from '../core/model/account.js';
import type { PersonId } from '../core/model/ids.js';
import type { Connection } from '../core/connection/connection.js';
import { type DeleteIntent, Intent, Offer } from '../core/intents/intent.js';
import type { Intents } from '../core/intents/intents.js';
import type { Leases } from '../core/coordination/leases.js';
import { lookAtOffered } from '../core/clients/offered-clients.js';
import { Problem } from '../core/problem.js';
import type { ClientRequest } from '../core/requests/request.js';
import { settleDeletion, settleIssue } from '../core/settling/settle-intent.js';
import { isAlive } from '../jobs/heartbeat.js';
import type { Services } from '../slack/call/services.js';
import type { Telling } from '../slack/receipts/receipt.js';
import { collectionSettled, isCollectable, offeredSettled } from '../slack/cards/settle.js';
import {
  tellAccountGone,
  tellAccountGoneForGood,
  tellDeletionSettled,
  tellGivenUp,
  tellIssueSettled,
} from '../slack/receipts/settled.js';
import type { Workspaces } from '../slack/call/workspaces.js';
import type { Backend } from '../storage/backends/backend.js';
import { storedIntents } from '../storage/records/intents.js';
import { leases, soleLeases } from '../storage/records/leases.js';
import { createStore } from '../storage/backends/store.js';
import type { Runtime } from './runtime.js';

/**
 * Then the person is told to look for themselves: a connection that was removed may never come back. Counted from when
 * they heard that their account is not known to be connected, else from when it was begun.
 */
const GIVE_UP_AFTER_MS = 7 * 24 * 3_600_000;

/** What this process is to the others that use the same store, and what it has begun. */
export interface OwnProcess {
  readonly id: string;
  readonly leases: Leases;
  readonly intents: Intents;
}

export function ownProcess(backend: Backend, { now }: Pick<Runtime, 'now'>): OwnProcess {
  const id = randomUUID();
  const held = backend.shared ? leases(createStore({ backend, schema: z.string() }), id) : soleLeases;
  return {
    id,
    leases: held,
    intents: storedIntents({
      intents: createStore({ backend, schema: Intent }),
      offers: createStore({ backend, schema: Offer }),
      process: id,
      isAlive: (process) => isAlive(held, process),
      now,
    }),
  };
}

export interface SettlerParts {
  readonly workspaces: Workspaces;
  readonly log: Logger;
  readonly sureAfterMs: number;
}

/** Settles one intent in its workspace: finds out, tells the person, writes it into the trail, lets it go. */
export function settler({ workspaces, log, sureAfterMs }: SettlerParts): (intent: Intent) => Promise<void> {
  const settle = async (
    intent: Intent,
    telling: Telling,
    connection: Connection | undefined,
  ): Promise<void> => {
    const { services } = telling;
    const settling = { ...services, connection, sureAfterMs };
    let outcome: string;
    if (intent.kind === 'delete') {
      const settlement = await settleDeletion(settling, intent);
      if (settlement.kind === 'too-early') return;
      const request =
        settlement.kind === 'deleted' ? await offeredGone(telling, intent, settlement.by) : undefined;
      await tellDeletionSettled(telling, intent, settlement, isCollectable(request, services.now()));
      outcome = settlement.kind;
    } else {
      const settlement = await settleIssue(settling, intent);
      if (settlement.kind === 'too-early') return;
      await collectionSettled(telling, intent, settlement);
      if (!services.intents.wasTold(intent)) await tellIssueSettled(telling, intent, settlement);
      outcome = settlement.kind;
    }
    await finish(telling, intent, outcome);
  };

  /** The request that the deleted client was perhaps made for, as it stands if that was the last that may be it. */
  const offeredGone = async (
    telling: Telling,
    { workspace, offer: id, client, reference }: DeleteIntent,
    by: PersonId,
  ): Promise<ClientRequest | undefined> => {
    const { services } = telling;
    const offer = id === undefined ? undefined : await services.intents.findOffer(workspace, id);
    if (offer === undefined) return undefined;
    const { left } = await lookAtOffered(
      { ...services, connection: () => leadingTo(services, offer) },
      offer,
      client,
    );
    if (left.length > 0) return undefined;
    return offeredSettled(telling, offer, { kind: 'offer-gone', client }, { actor: by, reference });
  };

  /** The connection, if it leads to the account in which the offered clients live. */
  const leadingTo = async (services: Services, { wish, account }: Offer): Promise<Connection | undefined> => {
    const connection = await services.connections.current();
    const leadsThere = connection && (await isSameAccount(connection, { user: wish.user, account }));
    return leadsThere === true ? connection : undefined;
  };

  /** Until its account is connected again, or for good, nobody knows: the person hears so once. */
  const waitForAccount = async (telling: Telling, intent: Intent): Promise<void> => {
    const { services } = telling;
    if (intent.kind !== 'delete') await collectionSettled(telling, intent, { kind: 'given-up' });
    await tellAccountGone(telling, intent);
    await services.audit.conclude(intent.workspace, {
      actor: 'bot',
      action: 'settle',
      outcome: 'ambiguous',
      target: { ...targetOf(intent), ...accountInTrail(intent) },
      reason: 'account-changed',
      reference: intent.reference,
    });
    await services.intents.noteAccountGoneTold(intent);
  };

  const giveUp = async (telling: Telling, intent: Intent, accountGone: boolean): Promise<void> => {
    if (intent.kind !== 'delete') await collectionSettled(telling, intent, { kind: 'given-up' });
    await (accountGone ? tellAccountGoneForGood : tellGivenUp)(telling, intent);
    await finish(telling, intent, 'given-up');
  };

  const finish = async ({ services, log }: Telling, intent: Intent, outcome: string): Promise<void> => {
    log.info({ intent: intent.id, kind: intent.kind, stage: intent.stage.at, outcome }, 'settled');
    await services.audit.conclude(intent.workspace, {
      actor: 'bot',
      action: 'settle',
      outcome: 'settled',
      target: targetOf(intent),
      reason: outcome,
      reference: intent.reference,
    });
    await services.intents.settle(intent);
  };

  return async (intent) => {
    const services = await workspaces.of(intent.workspace);
    // What was uninstalled takes its intents along.
    if (services === undefined) return;
    const telling = { services, log: log.child({ reference: intent.reference }) };
    try {
      await settle(intent, telling, await services.connections.current());
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const accountGone = error.facts.kind === 'account-changed';
      const { begunAt, accountGoneToldAt: toldAt } = intent;
      // It stays open: its account may be connected again.
      if (accountGone && toldAt === undefined) return waitForAccount(telling, intent);
      // What its person was promised counts from when they heard it.
      const waited = services.now().getTime() - Date.parse(toldAt ?? begunAt);
      if (waited >= GIVE_UP_AFTER_MS) return giveUp(telling, intent, accountGone);
      if (!accountGone) throw error;
    }
  };
}

/** By which an admin knows the account in which to look. */
function accountInTrail({ account }: Intent) {
  return account && { subject: `${PRODUCT_IN_TRAIL[account.product]} ${account.clientId}` };
}

function targetOf(intent: Intent) {
  if (intent.kind === 'delete') return { user: intent.user, clientId: intent.client };
  const { user, name } = intent.wish;
  return 'client' in intent.stage ? { user, name, clientId: intent.stage.client } : { user, name };
}
