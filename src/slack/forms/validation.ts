import type { z } from 'zod';
import { pastedId } from '../../core/clients/find-typed.js';
import type { ClientId } from '../../core/model/ids.js';
import { ClientName } from '../../core/model/api-client.js';
import { Purpose } from '../../core/model/client-record.js';
import { readUntil, type Whence } from '../../core/model/until.js';
import { legible } from '../../core/model/legible-text.js';
import { type BrokenRule, Problem } from '../../core/problem.js';
import { ApprovalComment } from '../../core/requests/approvals.js';
import { DenialText } from '../../core/requests/request.js';
import { withoutMentions } from '../call/arguments.js';
import type { TypedClient } from './client-in-sight.js';

type ReadText<Text> = { readonly text: Text } | { readonly broken: BrokenRule };

export function readName(text: string): ClientName {
  const read = readText(ClientName, text, 64);
  if ('text' in read) return read.text;
  throw new Problem({ kind: 'name-invalid', broken: read.broken });
}

export function readPurpose(text: string): Purpose {
  const read = readText(Purpose, text, 500);
  if ('text' in read) return read.text;
  throw new Problem({ kind: 'purpose-invalid', broken: read.broken });
}

export const readDenial = (text: string): ReadText<DenialText> => readText(DenialText, text, 500);

export const readComment = (text: string): ReadText<ApprovalComment> => readText(ApprovalComment, text, 500);

/** A client id, whatever is pasted around it. */
export function readClientId(text: string): ClientId {
  const id = pastedId(text);
  if (id === undefined) throw new Problem({ kind: 'client-id-invalid' });
  return id;
}

/** As long as names of clients made elsewhere are shown. */
const TYPED_CLIENT_LIMIT = 300;

/** An API client as somebody names it: by its id or its name, whatever is pasted around it. */
export function readTypedClient(text: string): TypedClient {
  const typed = withoutMentions(text.trim());
  if (typed !== '' && typed.length <= TYPED_CLIENT_LIMIT) return { typed };
  throw new Problem({ kind: 'client-id-invalid' });
}

/** Reads when something is to end, as people type it: see `readUntil`. */
export function readEnd(text: string, whence: Whence): Date {
  const read = readUntil(text, whence);
  if (read.kind === 'until') return read.at;
  throw new Problem({ kind: 'until-invalid', why: read.why });
}

/** Reads what one person writes and others read: composed, and without anything that would mislead them. */
function readText<Schema extends z.ZodType<string>>(
  schema: Schema,
  typed: string,
  limit: number,
): ReadText<z.output<Schema>> {
  const text = typed.normalize('NFC');
  const { data } = schema.safeParse(text);
  if (data === undefined) return { broken: { rule: ruleBroken(text.trim(), limit) } };
  const shown = legible(text);
  return shown === text
    ? { text: data }
    : { broken: { rule: 'misleading-characters', shown: excerpt(shown) } };
}

function ruleBroken(text: string, limit: number): Exclude<BrokenRule['rule'], 'misleading-characters'> {
  if (text === '') return 'empty';
  // Control characters are told first: they may be what makes it long.
  return text.length > limit && !/[^\P{Cc}\n]|[\u2028\u2029]/u.test(text) ? 'too-long' : 'control-characters';
}

/** The place of the first character that is marked, since an error under a field is short. */
function excerpt(shown: string): string {
  const at = shown.indexOf('⟨U+');
  const [from, to] = [Math.max(0, at - 30), at + 40];
  return `${from > 0 ? '…' : ''}${shown.slice(from, to)}${to < shown.length ? '…' : ''}`;
}
