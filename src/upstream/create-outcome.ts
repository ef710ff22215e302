import type { IssuedApiClient } from '../core/model/api-client.js';
import type { CreateOutcome } from '../core/connection/alphaus.js';
import { type Answer, problemOf } from './answer.js';

/** What is known after the one sending of a create: whatever isn't a certain refusal is ambiguous. */
export function createOutcome(answer: Answer<IssuedApiClient>): CreateOutcome {
  if (answer.ok) return { kind: 'created', client: answer.value };
  if (answer.effect === 'none') throw problemOf(answer);
  return { kind: 'ambiguous', sentAt: answer.sentAt, gaveUpAt: answer.gaveUpAt };
}
