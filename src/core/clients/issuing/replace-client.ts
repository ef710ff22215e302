import type { ClientId, PersonId } from '../../model/ids.js';
import { recordOfRequester } from './confirm-saved.js';
import { type IssuingContext, issueClient, type NotReplaced } from './issue-client.js';
import type { Issued } from './make-client.js';
import type { Replacement } from './right-to-replace-or-rotate.js';

/** Which client is replaced, for whom, and where they asked. */
export interface ReplacementWanted extends Pick<Replacement, 'at' | 'oldIsGone'> {
  readonly person: PersonId;
  readonly id: ClientId;
}

/**
 * Deletes an API client whose secret its person does not have, and makes one like it: new id, new secret. Asks
 * everything that a create asks, and works only while the old client exists.
 */
export async function replaceClient(
  context: IssuingContext,
  { person, id, at, oldIsGone }: ReplacementWanted,
): Promise<Issued | NotReplaced> {
  const old = await recordOfRequester(context, { person, id });
  if (old.closed !== undefined) return { kind: 'closed', closed: old.closed };
  return issueClient(context, { person, spec: old, reason: { kind: 'replace', old, at, oldIsGone } });
}
