import { z } from 'zod';
import { AlphausUserName } from '../model/api-client.js';
import { PersonId } from '../model/ids.js';

const time = z.iso.datetime();

/** What an approver says with an approval. 1 to 500 characters after trimming. */
export const ApprovalComment = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f]*$/)
  .brand<'ApprovalComment'>();
export type ApprovalComment = z.infer<typeof ApprovalComment>;

/** One person's approval. */
export const GivenApproval = z.object({ by: PersonId, at: time, comment: ApprovalComment.optional() });
export type GivenApproval = z.infer<typeof GivenApproval>;

/** The last approval that was needed, for which Alphaus user, and until when the requester may collect. */
export const Approval = z.object({
  ...GivenApproval.shape,
  user: AlphausUserName,
  collectBy: time,
  /** The approvals that others gave before, where the policy asks for several. */
  earlier: z.array(GivenApproval).optional(),
});
export type Approval = z.infer<typeof Approval>;

/** A request that waits for approvals. What is not there was written when one approval was always enough. */
export const Open = z.object({
  kind: z.literal('open'),
  /** How many different people have to approve, as far as that is known before an Alphaus user is picked. */
  needed: z.number().int().min(1).optional(),
  /** Given so far, oldest first, each by somebody else. */
  approvals: z.array(GivenApproval).optional(),
  /** The Alphaus user that the first approver picked, where the requester was not sure. */
  picked: AlphausUserName.optional(),
});
export type Open = z.infer<typeof Open>;

/** Everybody who approved, in the order in which they did. */
export const approvalsIn = ({ earlier = [], by, at, comment }: Approval): readonly GivenApproval[] => [
  ...earlier,
  { by, at, ...(comment !== undefined && { comment }) },
];

export const approversOf = (approval: Approval): readonly PersonId[] =>
  approvalsIn(approval).map(({ by }) => by);

/** An open request with these approvals; what the approvers picked goes with the last of them. */
export function openWith(
  approvals: readonly GivenApproval[],
  needed: number,
  picked?: AlphausUserName,
): Open {
  return {
    kind: 'open',
    ...(needed > 1 && { needed }),
    ...(approvals.length > 0 && { approvals: [...approvals] }),
    ...(approvals.length > 0 && picked !== undefined && { picked }),
  };
}

/** How many approvals are missing; at least one while it is open. */
export const approvalsMissing = ({ needed = 1, approvals = [] }: Open): number =>
  Math.max(1, needed - approvals.length);
