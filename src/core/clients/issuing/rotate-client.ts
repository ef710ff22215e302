import { refusing } from '../../audit/right-on-record.js';
import type { ApiClient } from '../../model/api-client.js';
import type { ClientRecord } from '../../model/client-record.js';
import type { ClientId, PersonId } from '../../model/ids.js';
import { Problem } from '../../problem.js';
import { type FindContext, findClient, type Found, type KnownClient, targetOf } from '../find-client.js';
import type { NeedsApproval } from './admission.js';
import { type IssuingContext, issueClient } from './issue-client.js';
import type { Issued } from './make-client.js';
import { askRightToRotate, type RotatingContext } from './right-to-replace-or-rotate.js';

/** A client that may be rotated, as the API and its record tell it. */
export interface Rotatable {
  readonly kind: 'rotatable';
  readonly client: ApiClient;
  readonly record: ClientRecord;
  /** A successor needs an approval: it has to be asked for. */
  readonly needsApproval: boolean;
}

/** The client's record is closed: a list that still shows it is older than that. */
export interface Closed {
  readonly kind: 'closed';
  readonly closed: NonNullable<ClientRecord['closed']>;
}

/** Nothing was made: it can become a request. */
export interface RotationNeedsApproval extends NeedsApproval {
  readonly old: ClientRecord;
}

/** It is deleted, here or elsewhere. */
export type Gone = Extract<Found, { kind: 'deleted' }> | Closed;

/** Looks whether a person may rotate a client now, before they are asked how; a `Problem` where they may not. */
export async function lookAtRotation(
  context: FindContext & RotatingContext,
  person: PersonId,
  known: KnownClient,
): Promise<Rotatable | Closed> {
  const recorded = await recordedOf(context, person, known);
  if (recorded.kind === 'closed') return recorded;
  const { client, record } = recorded;
  const allowed = await askRightToRotate(context, person, { old: record });
  return { kind: 'rotatable', client, record, needsApproval: allowed === undefined };
}

export interface RotationWanted {
  readonly person: PersonId;
  readonly id: ClientId;
  /** For so many days the old client is to be used beside the new one. Nothing deletes it then. */
  readonly overlapDays: number;
  /** When the new client is to be deleted; `undefined`: it never dies by itself. */
  readonly endsAt: string | undefined;
}

/**
 * Makes a successor for an API client: same name, Alphaus user, owner and purpose. It is tried before its secret goes
 * out; the old client lives on. Asks all that a create asks, and works only while the old client exists.
 */
export async function rotateClient(
  context: IssuingContext & FindContext,
  { person, id, overlapDays, endsAt }: RotationWanted,
): Promise<Issued | Gone | RotationNeedsApproval> {
  const { connection, records, workspace } = context;
  const known = await records.find(workspace, id);
  // It may have been deleted elsewhere since its list was kept.
  if (known !== undefined) connection.directory.forget(known.user);
  const found = await findClient(context, { person, id, action: 'rotate' });
  if (found.kind === 'deleted') return found;
  const recorded = await recordedOf(context, person, found);
  if (recorded.kind === 'closed') return recorded;
  const { record: old } = recorded;
  const issued = await issueClient(context, {
    person,
    spec: old,
    reason: { kind: 'rotate', old, overlapDays, endsAt },
  });
  return issued.kind === 'needs-approval' ? { ...issued, old } : issued;
}

interface Recorded {
  readonly kind: 'recorded';
  readonly client: ApiClient;
  readonly record: ClientRecord;
}

/** A client whose owner and purpose are known: without these no other one is like it. */
function recordedOf(context: FindContext, person: PersonId, known: KnownClient): Promise<Recorded | Closed> {
  const { client, record } = known;
  const target = targetOf(context, known);
  return refusing(context, { person, action: 'rotate', target }, () => {
    if (target.ownCredential === true) throw new Problem({ kind: 'own-credential' });
    if (record === undefined) throw new Problem({ kind: 'unclaimed', id: client.id });
    const { closed } = record;
    return Promise.resolve(
      closed === undefined ? { kind: 'recorded', client, record } : { kind: 'closed', closed },
    );
  });
}
