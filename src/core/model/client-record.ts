import { z } from 'zod';
import { Account } from './account.js';
import { AlphausUserName, ClientName } from './api-client.js';
import { ClientId, GroupId, PersonId, RequestId, WorkspaceId } from './ids.js';

/** The person, or the team, that an API client belongs to. */
export const Owner = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), id: PersonId }),
  z.object({ kind: z.literal('group'), id: GroupId }),
]);
export type Owner = z.infer<typeof Owner>;

/** An owner by the id alone. */
export function ownerWithId(id: string): Owner {
  const group = GroupId.safeParse(id).data;
  return group === undefined ? { kind: 'person', id: PersonId.parse(id) } : { kind: 'group', id: group };
}

/** Why an API client exists; 1 to 500 characters after trimming, line breaks allowed. */
export const Purpose = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f]*$/)
  .brand<'Purpose'>();
export type Purpose = z.infer<typeof Purpose>;

/** A transfer that a person has to accept first: until then nothing changes. */
export const TransferOffer = z.object({
  id: z.uuid(),
  to: PersonId,
  by: PersonId,
  at: z.iso.datetime(),
  /** It can be accepted before this instant. */
  until: z.iso.datetime(),
  /** The message that asks the person; absent until it is posted. */
  message: z.object({ channel: z.string(), ts: z.string() }).optional(),
});
export type TransferOffer = z.infer<typeof TransferOffer>;
/** A message about the end of an API client, to one person. */
export const EndNews = z.object({
  about: z.enum(['14-days', '7-days', '1-day', 'ended']),
  person: PersonId,
  as: z.enum(['owner', 'admin']),
  /** `sending` for long: its process died, and it may stand or not. `refused`: Slack will never take it. */
  state: z.enum(['sending', 'taken', 'refused']),
  at: z.iso.datetime(),
});
export type EndNews = z.infer<typeof EndNews>;

/** How far the end of an API client has come. */
export const EndProgress = z.object({
  /** When the end was set; what was to be warned of before is not. Absent: with the client. */
  setAt: z.iso.datetime().optional(),
  /** The last warning that has begun: so many days before. */
  warned: z.number().int().optional(),
  news: z.array(EndNews).default([]),
  /** The deletion has begun: written before the API is asked. Nobody moves the end from then on. */
  deleting: z
    .object({
      /** When the API was last asked. */
      since: z.iso.datetime(),
      attempt: z.string(),
      /** When it was first asked, where the trail says that nobody knows what it did. */
      unclearSince: z.iso.datetime().optional(),
    })
    .optional(),
});
export type EndProgress = z.infer<typeof EndProgress>;

/** The person who deleted an API client, or the bot at the client's end. */
export const Deleter = z.union([PersonId, z.literal('bot')]);
export type Deleter = z.infer<typeof Deleter>;

/** The message in its requester's direct messages that is a client's receipt. */
export const ReceiptPlace = z.object({ channel: z.string(), ts: z.string() });
export type ReceiptPlace = z.infer<typeof ReceiptPlace>;

/** What the API does not keep: who asked for an API client, why, and what happened to it. */
export const ClientRecord = z.object({
  workspace: WorkspaceId,
  id: ClientId,
  user: AlphausUserName,
  name: ClientName,
  owner: Owner,
  requester: PersonId,
  purpose: Purpose,
  createdAt: z.iso.datetime(),
  /** When it is deleted, if it ever is by itself. */
  endsAt: z.iso.datetime().optional(),
  end: EndProgress.optional(),
  /** In which it was made; absent in what was written before records named it. */
  account: Account.optional(),
  /** The lasting message in the requester's DM; absent until it is posted. */
  receipt: ReceiptPlace.optional(),
  /** When the requester said that the secret is saved. */
  savedAt: z.iso.datetime().optional(),
  /** When the requester was reminded to say so. */
  remindedAt: z.iso.datetime().optional(),
  /** The client whose place it took, or takes. */
  predecessor: ClientId.optional(),
  /** The client that takes its place: at once where it was replaced, after an overlap where it was rotated. */
  successor: ClientId.optional(),
  /** Until when it is to be used beside its successor. Nothing deletes it then: its owner is reminded. */
  overlapEndsAt: z.iso.datetime().optional(),
  /** When its owner was last reminded that the overlap is over. */
  switchRemindedAt: z.iso.datetime().optional(),
  /** Id of the intent under which it is being rotated, or was to be. */
  rotating: z.string().optional(),
  /** The request that it came from, and who approved that. */
  request: RequestId.optional(),
  approver: PersonId.optional(),
  /** The others who approved it, where the policy asks for several. */
  furtherApprovers: z.array(PersonId).optional(),
  /** When a client was first made by that approval, where this one replaces it. */
  approvedAt: z.iso.datetime().optional(),
  /** Id of the intent under which it was made. */
  intent: z.string().optional(),
  /** Who took it in charge, where it was made elsewhere. */
  claimed: z.object({ by: PersonId, at: z.iso.datetime() }).optional(),
  /** Who said last that it is still needed. */
  confirmed: z.object({ by: PersonId, at: z.iso.datetime() }).optional(),
  offered: TransferOffer.optional(),
  closed: z
    .object({
      how: z.enum(['deleted', 'replaced', 'ended', 'secret-not-delivered', 'deleted-elsewhere']),
      by: Deleter,
      at: z.iso.datetime(),
    })
    .optional(),
});
export type ClientRecord = z.infer<typeof ClientRecord>;

/** What a person asks for when creating an API client. */
export interface ClientSpec {
  readonly user: AlphausUserName;
  readonly name: ClientName;
  readonly purpose: Purpose;
  readonly owner: Owner;
  /** When it is to be deleted; absent: it never dies by itself. */
  readonly endsAt?: string | undefined;
  /** The request that was approved for it, and by whom. */
  readonly request?: RequestId | undefined;
  readonly approver?: PersonId | undefined;
  readonly furtherApprovers?: readonly PersonId[] | undefined;
  /** When a client was first made by that approval, where this one replaces it. */
  readonly approvedAt?: string | undefined;
}
