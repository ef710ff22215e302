import { z } from 'zod';

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

/** Checks the client ids of long lists: a schema would copy each entry. */
export const isClientId = (id: unknown): id is ClientId => typeof id === 'string' && CLIENT_ID.test(id);
