import type { AlphausUserName } from '../../core/model/api-client.js';
import { type Owner, ownerWithId } from '../../core/model/client-record.js';
import { userNamed } from '../../core/connection/connection.js';
import { INVENTORY_FORMATS, type InventoryFormat } from '../../core/clients/inventory.js';
import { Problem } from '../../core/problem.js';
import { parseArguments, withoutMentions } from '../call/arguments.js';
import type { Call } from '../call/call.js';
import { readGrantee, readPerson } from '../people/mentions.js';
import { type Browsed, isContradictory, TEXT_LIMIT, typedDays } from './list-filter.js';

export interface TypedList {
  readonly browsed: Browsed;
  /** Absent: it is shown. */
  readonly format: InventoryFormat | undefined;
}

/** Reads what stands behind `list`, for a person who may list; throws a `Problem` that says what cannot be read. */
export async function readTypedList(call: Call, argumentText: string): Promise<TypedList> {
  const { positional, flags } = parseArguments(argumentText, {
    user: 'value',
    owner: 'value',
    mine: 'switch',
    'unknown-origin': 'switch',
    'older-than': 'value',
    ending: 'value',
    export: 'value',
  });
  const text = withoutMentions(positional.join(' '));
  if (text.length > TEXT_LIMIT) throw new Problem({ kind: 'search-too-long' });
  const wanted = flags.get('export');
  const format = INVENTORY_FORMATS.find((one) => one === wanted?.toLowerCase());
  if (wanted !== undefined && format === undefined) throw new Problem({ kind: 'export-format-unknown' });
  const olderThanDays = daysTyped(flags, 'older-than');
  const endsWithinDays = daysTyped(flags, 'ending');
  await call.rights.allowedTo('list', 'any');
  const [user, owner] = await Promise.all([
    userTyped(call, flags.get('user')),
    ownerTyped(call, flags.get('owner')),
  ]);
  const browsed: Browsed = {
    user,
    mine: flags.has('mine'),
    owner,
    unknownOrigin: flags.has('unknown-origin') || undefined,
    olderThanDays,
    endsWithinDays,
    text,
    sort: 'newest',
    page: 0,
  };
  if (isContradictory(browsed)) throw new Problem({ kind: 'unknown-origin-has-no-owner' });
  return { browsed, format };
}

function daysTyped(flags: ReadonlyMap<string, string>, flag: 'older-than' | 'ending'): number | undefined {
  const typed = flags.get(flag);
  if (typed === undefined) return undefined;
  const days = typedDays(typed);
  if (days === undefined) throw new Problem({ kind: 'days-invalid', flag });
  return days;
}

async function userTyped(call: Call, named: string | undefined): Promise<AlphausUserName | undefined> {
  if (named === undefined) return undefined;
  const person = readPerson(named);
  if (person !== undefined) throw new Problem({ kind: 'person-for-alphaus-user', person });
  const user = userNamed(await (await call.connected()).connection.alphaus.users(), named);
  if (user === undefined) throw new Problem({ kind: 'alphaus-user-unknown', user: named });
  return user;
}

async function ownerTyped(call: Call, named: string | undefined): Promise<Owner | undefined> {
  if (named === undefined) return undefined;
  const owner = readPerson(named) ?? readGrantee(named, await call.services.people.groups())?.id;
  if (owner === undefined) throw new Problem({ kind: 'owner-not-mentioned', typed: named });
  return ownerWithId(owner);
}
