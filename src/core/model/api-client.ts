import { z } from 'zod';
import type { ClientId } from './ids.js';
import type { Secret } from './secret.js';

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
