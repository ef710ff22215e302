import type { PersonId } from '../model/ids.js';
import type { ClientRecord } from '../model/client-record.js';
import { auditedDeletion } from './delete-client.js';
import { type Deleted, erase, type Erasing, mayHaveDeleted } from './erase-client.js';
import { type Issued, issueUnder, prepareIssue } from './issue-client.js';
import type { Issuing } from './issuing.js';
import { Problem } from '../problem.js';

export type Replaced =
  | Issued
  | Extract<Deleted, { kind: 'already' }>
  /** The client is closed already: deleted or replaced, by whichever way. */
  | { readonly kind: 'closed'; readonly closed: NonNullable<ClientRecord['closed']> }
  /** The old client is deleted, and the new one could not be made. */
  | { readonly kind: 'only-deleted'; readonly problem: Problem };

/**
 * Deletes an API client whose secret nobody holds and makes it anew: same facts, new id, new secret, all under
 * one intent. `deleted` is called in between: from then on the old secret is worth nothing.
 */
export async function replaceClient(
  replacing: Issuing & Erasing,
  record: ClientRecord,
  person: PersonId,
  deleted: () => Promise<void>,
  rule: string,
): Promise<Replaced> {
  const { intents, records, workspace } = replacing;
  const { id, user } = record;
  if (record.closed !== undefined) return { kind: 'closed', closed: record.closed };
  const occasion = { kind: 'replace', predecessor: id } as const;
  const intent = prepareIssue(replacing, record, person, occasion, { at: 'replacing' });
  try {
    const gone = await auditedDeletion(replacing, {
      user,
      id,
      person,
      rule,
      beside: () => intents.begin(intent),
      work: () => erase(replacing, { user, id, person, how: 'replaced', intent: intent.id }),
    });
    if (gone.kind === 'already') {
      await intents.settle(intent);
      return gone;
    }
    if (gone.kind === 'absent' && !gone.firstToSee) {
      const now = await records.find(workspace, id);
      if (now?.closed !== undefined) {
        await intents.settle(intent);
        return { kind: 'closed', closed: now.closed };
      }
    }
    await deleted();
  } catch (error) {
    // What may have happened all the same stays open, to be looked into.
    if (!mayHaveDeleted(error)) await intents.settle(intent);
    intents.leave(intent);
    throw error;
  }
  try {
    return await issueUnder(replacing, intent, rule, async () => {
      const creating = await intents.advance(intent, { at: 'creating' });
      if (creating === undefined) throw new Error('the intent was taken over');
      return creating;
    });
  } catch (problem) {
    if (problem instanceof Problem) return { kind: 'only-deleted', problem };
    throw problem;
  }
}
