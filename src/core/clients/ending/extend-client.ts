import { auditedChange } from '../../audit/audited-change.js';
import { refusing, rightTo } from '../../audit/right-on-record.js';
import { isSameAccount } from '../../connection/same-account.js';
import type { ClientRecord } from '../../model/client-record.js';
import type { Target } from '../../model/decision.js';
import type { ClientId, PersonId } from '../../model/ids.js';
import { Problem } from '../../problem.js';
import { checkEnd } from '../../rights/client-life.js';
import type { ClientContext } from '../client-context.js';

export interface Extension {
  readonly person: PersonId;
  readonly id: ClientId;
  readonly endsAt: string;
}

export type Extended =
  /** `before`: its end until then, if it had one. */
  | { readonly kind: 'extended'; readonly record: ClientRecord; readonly before: string | undefined }
  /** It is deleted, or being deleted at its end: nothing brings it back. */
  | { readonly kind: 'too-late'; readonly record: ClientRecord };

/**
 * Moves the end of a client, from this moment on by the policy's longest life at most. Against its deletion at the end
 * exactly one of the two wins.
 */
export async function extendClient(
  context: ClientContext,
  { person, id, endsAt }: Extension,
): Promise<Extended> {
  const { workspace, records, audit, reference, connection, people, now } = context;
  const found = await records.find(workspace, id);
  const target: Target = {
    clientId: id,
    user: found?.user,
    owner: found?.owner,
    ownCredential: connection.alphaus.ownClientIds.has(id),
  };
  const act = { person, action: 'extend', target } as const;
  const { rule, rules } = await rightTo(context, act);
  const record = await refusing(context, act, async () => {
    // Nothing is known of it here: not when it ends, nor whom to warn.
    if (found === undefined) throw new Problem({ kind: 'end-of-unknown-origin', id });
    if (!(await isSameAccount(connection, found))) {
      const ask = await context.whoKnowsAccount(found.user);
      throw new Problem({ kind: 'client-elsewhere', id, user: found.user, ask });
    }
    await checkEnd(people, rules.policy, { person, endsAt, now: now() });
    return found;
  });
  await context.beforeChanges?.();
  const { user, name } = record;
  return auditedChange({
    audit,
    workspace,
    facts: {
      actor: person,
      action: 'extend',
      target: { user, clientId: id, name, subject: `until ${endsAt}` },
      rule,
      reference,
    },
    async work(recording): Promise<Extended> {
      let before: string | undefined;
      let isOurs = false;
      const moved = (current: ClientRecord): ClientRecord | undefined => {
        isOurs = current.closed === undefined && current.end?.deleting === undefined;
        before = current.endsAt;
        return isOurs ? { ...current, endsAt, end: { setAt: now().toISOString(), news: [] } } : undefined;
      };
      const standing = await records.change(workspace, id, moved, {
        known: record,
        commit: () => recording(),
      });
      if (standing === undefined) throw new Error(`the record of client ${id} is gone`);
      return isOurs ? { kind: 'extended', record: standing, before } : { kind: 'too-late', record: standing };
    },
    unchanged: () => ({ outcome: 'refused', reason: 'too-late' }),
  });
}
