import { z } from 'zod';
import { FindingsBrowsed } from '../../core/attention/browse-findings.js';
import { ClientId } from '../../core/model/ids.js';
import { buttonFace } from './conversation.js';

/** An API client; `review`: the page of what needs attention on which the button stands. */
const OfFinding = z.object({ id: ClientId, review: FindingsBrowsed.optional() });

/** Opens what is set up: offered wherever an admin meets a workspace that is not connected. */
export const setUpFace = buttonFace('setup.open.v1', z.object({}));

/** Opens the policy that holds now. */
export const policyFace = buttonFace('setup.policy.v1', z.object({}));

/** Opens the form that makes, or asks for, an API client. */
export const createFace = buttonFace('home.create.v1', z.object({}));

/** Shows one API client. */
export const showFace = buttonFace('show.v1', z.object({ id: ClientId }));

/** Opens the form that claims an API client of unknown origin. */
export const claimFace = buttonFace('claim.open.v1', OfFinding);

/** Opens the form that hands an API client over. */
export const transferFace = buttonFace('transfer.open.v1', z.object({ id: ClientId }));

/** Opens the form by which an admin gives an API client an owner. */
export const assignFace = buttonFace('assign.open.v1', OfFinding);
/** Asks until when an API client is to live. */
export const extendFace = buttonFace(
  'extend.ask.v1',
  // In a message that tells of the end: it shows the new one afterwards.
  z.object({ id: ClientId, tellsOfEnd: z.boolean().optional() }),
);

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
export const keepFace = buttonFace('attention.keep.v1', OfFinding);

/** Opens what needs attention. */
export const reviewFace = buttonFace('review.open.v1', z.object({}));

/** Asks whether an API client is to be deleted. */
export const deleteFace = buttonFace('delete.ask.v1', OfFinding);
