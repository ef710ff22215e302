import type { PersonId, WorkspaceId } from '../model/ids.js';
import type { Secret } from '../model/secret.js';
import type { Commit } from '../store.js';

/** The app in one workspace, or in an organisation that installed it for all of its workspaces. */
export interface Installation {
  readonly workspace: WorkspaceId;
  readonly botToken: Secret;
  /** Only when Slack rotates tokens: the refresh token, good for one use, and when this token ends. */
  readonly rotation: { readonly refreshToken: Secret; readonly expiresAt: string } | undefined;
  readonly botUserId: string;
  readonly scopes: readonly string[];
  readonly installedBy: PersonId;
  readonly installedAt: string;
}

/** The installations that this bot serves, each until it is uninstalled. */
export interface Installations {
  find(workspace: WorkspaceId): Promise<Installation | undefined>;
  /** Replaces an earlier installation of the same workspace; `commit` writes more in the same batch. */
  keep(installation: Installation, commit?: Commit): Promise<void>;
  /** `false` when it was not `expected` any more: changed, or uninstalled. */
  replace(expected: Installation, next: Installation): Promise<boolean>;
  /** `false` when it was not `expected` any more: changed, or gone already. */
  remove(expected: Installation): Promise<boolean>;
}
