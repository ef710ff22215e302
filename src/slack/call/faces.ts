import { z } from 'zod';
import { FindingKind } from '../../core/attention/finding.js';
import { AlphausUserName } from '../../core/model/api-client.js';
import { ClientId } from '../../core/model/ids.js';
import { buttonFace } from './conversation.js';

const Place = z.object({ kind: FindingKind, client: ClientId });
/** A page of what needs attention: its buttons carry it, since the list itself keeps nothing. */
export const Reviewed = z.object({
  kind: FindingKind.optional(),
  user: AlphausUserName.optional(),
  after: Place.optional(),
  before: Place.optional(),
});
export type Reviewed = z.infer<typeof Reviewed>;

/** Opens what is set up: offered wherever an admin meets a workspace that is not connected. */
export const setUpFace = buttonFace('setup.open.v1', z.object({}));

/** Opens the policy that holds now. */
export const policyFace = buttonFace('setup.policy.v1', z.object({}));

/** Opens the form that makes, or asks for, an API client. */
export const createFace = buttonFace('home.create.v1', z.object({}));

/** Shows one API client. */
export const showFace = buttonFace('show.v1', z.object({ id: ClientId }));

/** Opens the form that claims an API client of unknown origin. */
export const claimFace = buttonFace('claim.open.v1', z.object({ id: ClientId }));

/** Opens the form that hands an API client over. */
export const transferFace = buttonFace('transfer.open.v1', z.object({ id: ClientId }));

/** Opens the form by which an admin gives an API client an owner. */
export const assignFace = buttonFace('assign.open.v1', z.object({ id: ClientId }));
/** Asks until when an API client is to live. */
export const extendFace = buttonFace('extend.ask.v1', z.object({ id: ClientId }));

/** Asks how long a client is to be used beside its successor. */
export const rotateFace = buttonFace('rotate.ask.v1', z.object({ id: ClientId }));

/** Deletes an old client whose successor is in use: on its receipt, and on reminders. */
export const switchedFace = buttonFace(
  'rotate.switched.v1',
  z.object({ id: ClientId, at: z.enum(['receipt', 'reminder']) }),
);

/** Asks whether an API client is to be replaced by a new one. */
export const replaceFace = buttonFace('receipt.ask-replace.v1', z.object({ id: ClientId }));

/** Says that an API client is still needed. */
export const neededFace = buttonFace('attention.needed.v1', z.object({ id: ClientId }));

/** Keeps an API client as it is for 90 days. */
export const keepFace = buttonFace(
  'attention.keep.v1',
  z.object({ id: ClientId, review: Reviewed.optional() }),
);

/** Opens what needs attention. */
export const reviewFace = buttonFace('review.open.v1', z.object({}));

/** Asks whether an API client is to be deleted. */
export const deleteFace = buttonFace('delete.ask.v1', z.object({ id: ClientId }));
