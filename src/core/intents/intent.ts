import { z } from 'zod';
import { Account, type BegunInAccount } from '../model/account.js';
import { AlphausUserName, type ApiClient, ClientName } from '../model/api-client.js';
import { ClientId, PersonId, RequestId, WorkspaceId } from '../model/ids.js';
import { Owner, Purpose } from '../model/client-record.js';

const common = {
  version: z.literal(1),
  id: z.uuid(),
  workspace: WorkspaceId,
  /** The person who wanted it, and is told the outcome. */
  person: PersonId,
  /** On the log lines, in what the person reads and in the audit trail. */
  reference: z.string(),
  /** The process that works on it: while that one lives, nobody else touches it. */
  process: z.string(),
  begunAt: z.iso.datetime(),
  /** In which it is asked; absent in what was written before accounts were named. */
  account: Account.optional(),
  /** When its person heard that the workspace is not known to be connected to that account: waited for from then on. */
  accountGoneToldAt: z.iso.datetime().optional(),
  /** On how many days settling it failed, and when the last of them began: see `notFoundOut`. */
  failing: z.object({ days: z.int().min(1), at: z.iso.datetime() }).optional(),
  /** The outcome that settling it has put on record: its person may still have to hear it. */
  recorded: z.string().optional(),
};

/** What has to be known to tell of a client that is being made, and to record it. */
const Wish = z.object({
  user: AlphausUserName,
  name: ClientName,
  purpose: Purpose,
  owner: Owner,
  endsAt: z.iso.datetime().optional(),
  /** The request that is collected, and who approved it. */
  request: RequestId.optional(),
  approver: PersonId.optional(),
  /** The others who approved it, where the policy asks for several. */
  furtherApprovers: z.array(PersonId).optional(),
  approvedAt: z.iso.datetime().optional(),
});

const client = ClientId;

/** How far the making of a client came, as far as it is on disk: what is behind the stage is not known. */
const IssueStage = z.discriminatedUnion('at', [
  /** The client that is being replaced may be deleted or not; the new one is not begun. */
  z.object({ at: z.literal('replacing') }),
  /** The create may have been sent, and may have worked. */
  z.object({ at: z.literal('creating') }),
  /** The create was sent, and its answer lost, late or unreadable. */
  z.object({ at: z.literal('unanswered'), sentAt: z.iso.datetime(), gaveUpAt: z.iso.datetime() }),
  /** The client exists, and its secret has not been sent to anybody. */
  z.object({ at: z.literal('made'), client }),
  /** The secret may be on its person's screen, or not. */
  z.object({ at: z.literal('handing-over'), client }),
  /** The secret is on its person's screen; the receipt may be missing. */
  z.object({ at: z.literal('handed-over'), client }),
  /** The secret did not reach its person, who was told so: the client has to go. */
  z.object({ at: z.literal('withdrawing'), client }),
]);
export type IssueStage = z.infer<typeof IssueStage>;

const DeleteStage = z.discriminatedUnion('at', [
  /** The API may have been asked; the person has heard nothing. */
  z.object({ at: z.literal('deleting') }),
  /** The API was asked, nobody knows what it did, and the person was told so. */
  z.object({ at: z.literal('unanswered'), gaveUpAt: z.iso.datetime() }),
]);
export type DeleteStage = z.infer<typeof DeleteStage>;

export const IssueIntent = z.object({
  ...common,
  kind: z.enum(['create', 'collect', 'replace', 'rotate']),
  wish: Wish,
  predecessor: ClientId.optional(),
  /** For so many days the predecessor is to be used beside the new client; absent where it is deleted at once. */
  overlapDays: z.int().min(1).optional(),
  stage: IssueStage,
});
export type IssueIntent = z.infer<typeof IssueIntent>;

export const DeleteIntent = z.object({
  ...common,
  kind: z.literal('delete'),
  user: AlphausUserName,
  client: ClientId,
  /** The offer by which its person was asked about it. */
  offer: z.uuid().optional(),
  stage: DeleteStage,
});
export type DeleteIntent = z.infer<typeof DeleteIntent>;

/**
 * Something that is about to be asked of the API and cannot simply be asked again: written before, changed as
 * it goes on, and gone once its person knows the outcome. What a dead process left is settled from here.
 */
export const Intent = z.discriminatedUnion('kind', [IssueIntent, DeleteIntent]);
export type Intent = z.infer<typeof Intent>;

/** Under whom, and in which account, an intent was begun. */
export function begunIn(intent: Intent): BegunInAccount {
  const user = intent.kind === 'delete' ? intent.user : intent.wish.user;
  return { user, account: intent.account };
}

/** Clients that may be what an unanswered create made: its person says which goes. */
export const Offer = z.object({
  version: z.literal(1),
  id: z.uuid(),
  workspace: WorkspaceId,
  person: PersonId,
  /** In which they live; absent in what was written before accounts were named. */
  account: Account.optional(),
  /** The reference of the act whose answer was lost; absent in records written before approvals were given back. */
  reference: z.string().optional(),
  wish: Wish,
  candidates: z.array(ClientId),
});
export type Offer = z.infer<typeof Offer>;

export function offerOf(
  { id, workspace, person, account, reference, wish }: IssueIntent,
  candidates: readonly Pick<ApiClient, 'id'>[],
): Offer {
  return {
    version: 1,
    id,
    workspace,
    person,
    ...(account !== undefined && { account }),
    reference,
    wish,
    candidates: candidates.map((client) => client.id),
  };
}
