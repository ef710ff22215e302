import type { Button as ButtonElement } from '@slack/types';
import { z } from 'zod';
import { ClientName } from '../../core/model/api-client.js';
import { Purpose } from '../../core/model/client-record.js';
import { ClientId, PersonId } from '../../core/model/ids.js';
import { buttonFace } from '../call/conversation.js';
import type { Words } from '../text/words.js';
import type { WhichClient } from './client-in-sight.js';
import type { Typed } from './typed-wish.js';
import { type Outcome, outcomes } from './user-input.js';

/** Opens the form again, with what was entered before Alphaus could not do it. */
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

/** Asks again whether an API client is to be deleted. */
export const deleteAgainFace = buttonFace(
  'delete.again.v1',
  z.union([z.object({ id: ClientId }), z.object({ typed: z.string() })]),
);

/** With everything, else without the purpose: a purpose that is all quotes and line breaks may be too long for a button. */
export function createAgain(words: Words, wanted: Outcome, typed: Typed): readonly ButtonElement[] {
  const { name, purpose, user, owner, until, for: recipient } = typed;
  const rest = { wanted, name, user, owner, until, for: recipient };
  return [{ ...rest, purpose }, rest].map((value) =>
    createAgainFace.element(words.tryAgain, value, { style: 'primary' }),
  );
}

export const deleteAgain = (words: Words, which: WhichClient): readonly ButtonElement[] => [
  deleteAgainFace.element(words.tryAgain, which, { style: 'primary' }),
];
