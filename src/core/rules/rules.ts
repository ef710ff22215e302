import type { PersonId, WorkspaceId } from '../model/ids.js';
import type { Grant } from '../rights/grants.js';
import type { WorkspaceRules } from '../rights/decide.js';
import type { Policy } from '../rights/policy.js';
import type { Commit, Landed, Part } from '../store.js';

/** Rules as they stood at one moment; each change of the policy makes its next version. */
export interface VersionedRules extends WorkspaceRules {
  /** 0 until the policy is changed for the first time; grants do not count. */
  readonly policyVersion: number;
  /** Grants for accounts that are not connected now, which give no right. Those that do are `grants`. */
  readonly waitingGrants?: readonly Grant[];
  /** Grants whose time is over. */
  readonly endedGrants?: readonly Grant[];
  readonly policyChanged: { readonly by: PersonId; readonly at: Date } | undefined;
}

/**
 * Who may do what: the policy and the grants of each workspace, the defaults until an admin changes them. Rules that were
 * there and are gone are a `Problem`.
 */
export interface Rules {
  of(workspace: WorkspaceId): Promise<VersionedRules>;
  /** As last read here, however old: good for leaving something out, never for admitting. */
  known(workspace: WorkspaceId): VersionedRules | undefined;
  /** Drops what is known here of a workspace in which the app was uninstalled, or installed again. */
  forget(workspace: WorkspaceId): void;
  /**
   * Applies `change` to the newest state, atomically; `undefined` from `change` leaves it as it is. `write` lands the
   * parts of the change together with what belongs to it.
   */
  change(
    workspace: WorkspaceId,
    change: (rules: VersionedRules) => VersionedRules | undefined,
    write?: (parts: readonly Part[], commit: Commit) => Promise<Landed>,
  ): Promise<VersionedRules>;
}

/** Policies that an admin has entered and not saved yet: they are looked at first. */
export interface PolicyDrafts {
  keep(workspace: WorkspaceId, id: string, policy: Policy): Promise<void>;
  /** `undefined` after an hour. */
  find(workspace: WorkspaceId, id: string): Promise<Policy | undefined>;
}
