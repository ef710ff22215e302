import { z } from 'zod';
import type { Secret } from './secret.js';

/** Id of a Slack workspace (`T…`), or of an Enterprise Grid organisation (`E…`) where installed org-wide. */
export const WorkspaceId = z
  .string()
  .regex(/^[TE][A-Za-z0-9_-]{1,40}$/)
  .brand<'WorkspaceId'>();
export type WorkspaceId = z.infer<typeof WorkspaceId>;

/** Whether it is an organisation, which has the app in several of Slack's workspaces. */
export const isOrganisation = (workspace: WorkspaceId): boolean => workspace.startsWith('E');

/** Slack user id of a person, within its workspace. */
export const PersonId = z
  .string()
  .regex(/^[UW][A-Za-z0-9_-]{1,40}$/)
  .brand<'PersonId'>();
export type PersonId = z.infer<typeof PersonId>;

/** Slack user group id. */
export const GroupId = z
  .string()
  .regex(/^S[A-Za-z0-9_-]{1,40}$/)
  .brand<'GroupId'>();
export type GroupId = z.infer<typeof GroupId>;

/** Names one request in the store, and nothing else: it is all that a card carries. */
export const RequestId = z
  .string()
  .regex(/^[0-9A-Za-z_-]{8,40}$/)
  .brand<'RequestId'>();
export type RequestId = z.infer<typeof RequestId>;

const CLIENT_ID = /^[A-Za-z0-9_-]{1,128}$/;
/** The public half of an API client, as the API made it. */
export const ClientId = z.string().regex(CLIENT_ID).brand<'ClientId'>();
export type ClientId = z.infer<typeof ClientId>;

/** The same for the entries of long lists, of which a schema makes copies. */
export const isClientId = (id: unknown): id is ClientId => typeof id === 'string' && CLIENT_ID.test(id);

/** 1 to 64 characters after trimming, none of them a control character. */
export const ClientName = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/)
  .brand<'ClientName'>();
export type ClientName = z.infer<typeof ClientName>;

/**
 * A root user's e-mail address or a subuser's username, as the API has it in a path; of a user of Wave,
 * with `wave:` before it.
 */
export const AlphausUserName = z.string().min(1).max(260).brand<'AlphausUserName'>();
export type AlphausUserName = z.infer<typeof AlphausUserName>;

/** A user under whom API clients live. */
export interface AlphausUser {
  readonly name: AlphausUserName;
  readonly kind: 'root' | 'subuser';
  /** The connection acts for this user alone: over Blue API. */
  readonly alone?: true;
}

/** An API client as the API lists it. */
export interface ApiClient {
  readonly id: ClientId;
  /** As the API says it: clients made elsewhere may have any name, an empty one too. */
  readonly name: string;
  readonly user: AlphausUserName;
  /** In milliseconds, as lists are long; `undefined` where the API's time cannot be read. */
  readonly createdAt: number | undefined;
}

/** The answer to a create: the only moment at which the secret is known. */
export interface IssuedApiClient extends ApiClient {
  readonly secret: Secret;
}
