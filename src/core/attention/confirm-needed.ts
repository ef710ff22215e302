import { type ActContext, recordRefusal, rightTo } from '../audit/right-on-record.js';
import type { ClientRecords } from '../clients/client-records.js';
import type { ClientRecord } from '../model/client-record.js';
import type { ClientId, PersonId } from '../model/ids.js';
import { Problem } from '../problem.js';

export interface ConfirmingContext extends ActContext {
  readonly records: ClientRecords;
  readonly now: () => Date;
}

/** A press of the same button a moment ago, by whomever of the owner's, needs no second record. */
const CONFIRMED_JUST_NOW_MS = 60_000;

/** Notes that an API client is still needed: it is quiet about it for the policy's days from now on. */
export async function confirmNeeded(
  context: ConfirmingContext,
  { person, id }: { readonly person: PersonId; readonly id: ClientId },
): Promise<ClientRecord> {
  const { workspace, records, audit, reference, now } = context;
  const action = 'confirm-needed';
  for (;;) {
    const record = await records.find(workspace, id);
    const { user, owner, closed, confirmed } = record ?? {};
    const target = { clientId: id, user, owner };
    const { rule } = await rightTo(context, { person, action, target });
    if (record === undefined || closed !== undefined) {
      await recordRefusal(context, { person, action, target, reason: 'client-not-found' });
      throw new Problem({ kind: 'client-not-found' });
    }
    const at = now();
    if (confirmed !== undefined && at.getTime() - Date.parse(confirmed.at) < CONFIRMED_JUST_NOW_MS) {
      return record;
    }
    await context.beforeChanges?.();
    const after = { ...record, confirmed: { by: person, at: at.toISOString() } };
    const landed = await audit.appendWith(
      workspace,
      {
        actor: person,
        action,
        target: { user: record.user, clientId: id, name: record.name },
        rule,
        outcome: 'done',
        reference,
      },
      records.changing(record, after),
    );
    if (landed.kind === 'done') return after;
    // It was changed meanwhile: everything is asked again.
  }
}
