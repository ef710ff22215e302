import { ClientId } from '../../core/model/ids.js';
import { ClientName } from '../../core/model/api-client.js';
import { Purpose } from '../../core/model/client-record.js';
import { Problem } from '../../core/problem.js';

type Rule = 'empty' | 'too-long' | 'control-characters';

/** Why such a text was refused. */
export function ruleBroken(text: string, limit: number): Rule {
  const trimmed = text.trim();
  if (trimmed === '') return 'empty';
  // Control characters are told first: they may be what makes it long.
  return trimmed.length > limit && !/[\p{Cc}\u2028\u2029]/u.test(trimmed) ? 'too-long' : 'control-characters';
}

export function readName(text: string): ClientName {
  const read = ClientName.safeParse(text);
  if (read.success) return read.data;
  throw new Problem({ kind: 'name-invalid', rule: ruleBroken(text, 64) });
}

export function readPurpose(text: string): Purpose {
  const read = Purpose.safeParse(text);
  if (read.success) return read.data;
  throw new Problem({ kind: 'purpose-invalid', rule: ruleBroken(text.replaceAll('\n', ' '), 500) });
}

export function readClientId(text: string): ClientId {
  const read = ClientId.safeParse(text.trim());
  if (read.success) return read.data;
  throw new Problem({ kind: 'client-id-invalid' });
}
