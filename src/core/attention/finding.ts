import { z } from 'zod';
import { AlphausUserName } from '../model/api-client.js';
import { Owner } from '../model/client-record.js';
import { ClientId, WorkspaceId } from '../model/ids.js';

/** What can be the matter with an API client, the most urgent first. */
export const FindingKind = z.enum(['owner-gone', 'unknown-origin', 'ending', 'stale', 'deleted-elsewhere']);
export type FindingKind = z.infer<typeof FindingKind>;

/** Characters of a client's name that are kept: what was made elsewhere may have a longer one. */
const LONGEST_NAME = 100;

/** Something about an API client that needs somebody's attention. */
export const Finding = z.object({
  workspace: WorkspaceId,
  kind: FindingKind,
  client: ClientId,
  user: AlphausUserName,
  name: z.string().max(2 * LONGEST_NAME),
  owner: Owner.optional(),
  /** The fact that caused the finding, such as the day of an end: when that changes, it is told again. */
  mark: z.string().max(200),
  at: z.iso.datetime(),
  /** When people were told of it; absent until then. */
  toldAt: z.iso.datetime().optional(),
  /** An admin keeps the client as it is until then. */
  quietUntil: z.iso.datetime().optional(),
});
export type Finding = z.infer<typeof Finding>;

/** Whether a finding waits for somebody: an admin may have put it off. */
export const isQuiet = ({ quietUntil }: Finding, now: Date): boolean =>
  quietUntil !== undefined && Date.parse(quietUntil) > now.getTime();

/** A name as a finding keeps it. */
export const findingName = (name: string): string => Array.from(name).slice(0, LONGEST_NAME).join('');
