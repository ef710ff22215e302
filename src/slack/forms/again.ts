import { z } from 'zod';
import { AlphausUserName, ClientName } from '../../core/model/api-client.js';
import { Purpose } from '../../core/model/client-record.js';
import { ClientId, PersonId } from '../../core/model/ids.js';
import { type Again, buttonFace } from '../call/conversation.js';
import { OfRequest } from '../cards/request/card.js';
import { FilterEntered } from './audit-form.js';
import { Browsed } from './list-filter.js';
import type { Typed } from './typed-wish.js';
import { type Outcome, outcomes } from './user-input.js';

/*
 * The buttons that open forms again, with what was entered before something kept it from being done. Owners, people and
 * ends are carried as somebody would type them.
 */

export const createAgainFace = buttonFace(
  'create.again.v1',
  z.object({
    wanted: z.enum(outcomes),
    name: ClientName.optional(),
    purpose: Purpose.optional(),
    user: z.string().optional(),
    owner: z.string().optional(),
    until: z.string().optional(),
    for: PersonId.optional(),
  }),
);

const Which = z.union([z.object({ id: ClientId }), z.object({ typed: z.string() })]);

export const deleteAgainFace = buttonFace('delete.again.v1', Which);

export const RotationEntered = z.object({
  which: Which,
  overlap: z.string().optional(),
  until: z.string().optional(),
});
export const rotateAgainFace = buttonFace('rotate.again.v1', RotationEntered);

export const ExtensionEntered = z.object({ which: Which, until: z.string().optional() });
export const extendAgainFace = buttonFace('extend.again.v1', ExtensionEntered);

export const ClaimEntered = z.object({
  id: ClientId.optional(),
  purpose: Purpose.optional(),
  owner: z.string().optional(),
});
export const claimAgainFace = buttonFace('claim.again.v1', ClaimEntered);

export const TransferEntered = z.object({
  id: ClientId.optional(),
  /** Where the client was named by something else than its id. */
  typed: z.string().optional(),
  to: z.string().optional(),
});
export const transferAgainFace = buttonFace('transfer.again.v1', TransferEntered);

export const AssignmentEntered = z.object({
  id: ClientId,
  to: z.string().optional(),
  purpose: Purpose.optional(),
});
export const assignAgainFace = buttonFace('assign.again.v1', AssignmentEntered);

export const GrantEntered = z.object({
  to: z.array(z.string()).readonly(),
  users: z.array(z.string()).readonly(),
  until: z.string().optional(),
  /** Whether it was begun in the list of grants. */
  fromList: z.boolean(),
});
export const accessAgainFace = buttonFace('access.again.v1', GrantEntered);

export const Decision = OfRequest.extend({
  /** The reason of a denial, or the comment of an approval. */
  text: z.string().optional(),
  /** Which Alphaus user was picked. */
  user: AlphausUserName.optional(),
});
export const approveAgainFace = buttonFace('request.approve-again.v1', Decision);
export const denyAgainFace = buttonFace('request.deny-again.v1', Decision.omit({ user: true }));

export const listFilterAgainFace = buttonFace('list.filter-again.v1', Browsed);
export const auditFilterAgainFace = buttonFace('audit.filter-again.v1', FilterEntered);

/** With everything, else without the purpose: a purpose that is all quotes and line breaks may be too long for a button. */
export function createAgain(
  wanted: Outcome,
  { name, purpose, user, owner, until, for: recipient }: Typed,
): Again<z.infer<typeof createAgainFace.value>> {
  const rest = { wanted, name, user, owner, until, for: recipient };
  return { face: createAgainFace, values: [{ ...rest, purpose }, rest] };
}
