import { z } from 'zod';
import { ClientId, isClientId } from '../core/model/ids.js';
import { Problem } from '../core/problem.js';
import { pathSegment } from './path-segment.js';

/** Stands behind what is left of an id that nobody can type or read; the slash keeps it out of every path. */
const UNREADABLE = '/unreadable';
const SHOWN_AT_MOST = 60;

/**
 * The id of a listed client, whatever its form: one strange id must not keep the others out of sight. One that cannot be
 * shown as it is stands there by what is left of it.
 */
export const ListedId = z.union([z.string().min(1), z.number()]).transform((given) => {
  const id = String(given);
  if (isClientId(id)) return id;
  const left = id.replaceAll(/[\p{C}\p{Z}"\\]+/gu, '?');
  return ClientId.parse(`${Array.from(left).slice(0, SHOWN_AT_MOST).join('')}${UNREADABLE}`);
});

const isInPath = (id: string): boolean => !/[/\\%]|^\.+$/.test(id);

/** The id of a client that was just made: one that could not be deleted again is no answer. */
export const CreatedId = ClientId.refine(isInPath);

/**
 * A client's id in the path of its deletion. A `Problem` for one that a path does not carry: what decodes a slash on the
 * way would delete something else.
 */
export function idSegment(id: ClientId): string {
  if (!isInPath(id)) throw new Problem({ kind: 'client-id-not-in-path', id });
  return pathSegment('delete', id);
}
