import { accountOf } from '../../connection/same-account.js';
import type { IssueIntent, IssueStage } from '../../intents/intent.js';
import type { ClientRecord, ClientSpec } from '../../model/client-record.js';
import type { ClientId, PersonId } from '../../model/ids.js';
import type { IssueContext } from './issue-context.js';

/** A client that is about to be made. */
interface Planned {
  readonly person: PersonId;
  readonly spec: ClientSpec;
  readonly kind: IssueIntent['kind'];
  readonly predecessor?: ClientId | undefined;
  /** For so long the predecessor is to be used beside it; the new client is tried before its secret goes out. */
  readonly overlapDays?: number | undefined;
  readonly stage: IssueStage;
}

/** An intent of this process; nothing is written yet. */
export function prepareIssue(
  { intents, workspace, connection, reference }: IssueContext,
  { person, spec, kind, predecessor, overlapDays, stage }: Planned,
): IssueIntent {
  const { user, name, purpose, owner, endsAt, request, approver, furtherApprovers = [], approvedAt } = spec;
  const account = accountOf(connection, user);
  return intents.prepare({
    kind,
    workspace,
    person,
    reference,
    ...(account !== undefined && { account }),
    wish: {
      user,
      name,
      purpose,
      owner,
      ...(endsAt !== undefined && { endsAt }),
      ...(request !== undefined && { request }),
      ...(approver !== undefined && { approver }),
      ...(furtherApprovers.length > 0 && { furtherApprovers: [...furtherApprovers] }),
      ...(approvedAt !== undefined && { approvedAt }),
    },
    ...(predecessor !== undefined && { predecessor }),
    ...(overlapDays !== undefined && { overlapDays }),
    stage,
  });
}

/** The record of a client that an intent has made. */
export function recordOf(
  { workspace, now }: Pick<IssueContext, 'workspace' | 'now'>,
  { id: intent, wish, person, predecessor, account }: IssueIntent,
  id: ClientId,
): ClientRecord {
  return {
    workspace,
    id,
    ...wish,
    requester: person,
    createdAt: now().toISOString(),
    ...(account !== undefined && { account }),
    ...(predecessor !== undefined && { predecessor }),
    intent,
  };
}
