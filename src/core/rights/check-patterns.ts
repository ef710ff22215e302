import { ClientName } from '../model/api-client.js';
import { type ClientSpec, Purpose } from '../model/client-record.js';
import { legible } from '../model/legible-text.js';
import { exampleOf, readPattern } from './pattern.js';
import type { Policy } from './policy.js';
import { Problem } from '../problem.js';

/** Throws a `Problem` for a name or purpose that the policy's patterns do not allow. */
export function checkWish(policy: Policy, wish: Pick<ClientSpec, 'name' | 'purpose'>): void {
  allowedName(policy, wish.name);
  allowedPurpose(policy, wish.purpose);
}

export function allowedName({ namePattern }: Policy, name: ClientName): ClientName {
  if (refuses(namePattern, name)) {
    throw new Problem({ kind: 'name-not-allowed', ...told(namePattern, isName) });
  }
  return name;
}

export function allowedPurpose({ purposePattern }: Policy, purpose: Purpose): Purpose {
  if (refuses(purposePattern, purpose)) {
    throw new Problem({ kind: 'purpose-not-allowed', ...told(purposePattern, isPurpose) });
  }
  return purpose;
}

/** Whether a text could be typed as a name as it stands, without trimming. */
export const isName = (text: string): boolean =>
  ClientName.safeParse(text).data === text && legible(text) === text;
export const isPurpose = (text: string): boolean =>
  Purpose.safeParse(text).data === text && legible(text) === text;

function refuses(pattern: string | undefined, text: string): boolean {
  return pattern !== undefined && readPattern(pattern)?.matches(text) === false;
}

function told(text = '', fits: (example: string) => boolean) {
  const pattern = readPattern(text);
  return { pattern: text, example: pattern && exampleOf(pattern, fits) };
}
