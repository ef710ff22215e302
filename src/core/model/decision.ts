import type { Actor } from './actor.js';
import type { AlphausUserName } from './api-client.js';
import type { ClientId, PersonId } from './ids.js';
import type { Owner } from './client-record.js';
import type { Members } from './members.js';

/** Acts that are the workspace's: who may do them does not depend on what they are done to. */
export const workspaceActions = [
  'setup',
  'access',
  'doctor',
  'audit',
  'review',
  'use',
  'request',
  'own',
] as const;
export type WorkspaceAction = (typeof workspaceActions)[number];

/** Acts on an API client, on a request, or under an Alphaus user. */
export const targetedActions = [
  'list',
  'show',
  'create',
  'delete',
  'rotate',
  'extend',
  'claim',
  'transfer',
  'assign',
  'accept-transfer',
  'decline-transfer',
  'confirm-needed',
  'snooze',
  'confirm-receipt',
  'show-request',
  'decide-request',
  'edit-request',
  'withdraw-request',
  'revoke-approval',
  'collect-request',
] as const;
export type TargetedAction = (typeof targetedActions)[number];

/** What somebody wants to do. */
export type Action = WorkspaceAction | TargetedAction;
export const actions: readonly Action[] = [...workspaceActions, ...targetedActions];

/** What an act is done to. A fact that is missing never helps: nobody owns what has no owner. */
export interface Target {
  readonly user?: AlphausUserName | undefined;
  readonly owner?: Owner | undefined;
  readonly requester?: PersonId | undefined;
  /** Who approved a request. */
  readonly approvers?: readonly PersonId[] | undefined;
  /** The person to whom a transfer of it is offered. */
  readonly newOwner?: PersonId | undefined;
  /** For the audit trail: rights do not depend on it. */
  readonly clientId?: ClientId | undefined;
  /** The API client that the connection itself uses. */
  readonly ownCredential?: boolean;
}

/** Who could give an approval. */
export interface Deciders {
  readonly approvers: Members;
  readonly admins: Members;
  readonly slackAdmins: boolean;
}

/** The right by which an act is allowed. */
export type AllowRule =
  | 'slack-admin'
  | 'named-admin'
  | 'approver'
  | 'grant'
  | 'owner'
  | 'new-owner'
  | 'requester'
  | 'gave-approval'
  | 'member'
  | 'no-approval-needed';

export type DenialReason =
  | Exclude<Actor['standing'], 'member'>
  | 'not-an-admin'
  | 'not-an-approver'
  /** What the person may not see: the answer is that of what does not exist. */
  | 'not-visible'
  /** An API client that the person sees, and that is neither theirs nor theirs to change. */
  | 'not-owner'
  | 'own-credential'
  | 'has-owner'
  /** A transfer that is offered to somebody else, or to nobody any more. */
  | 'not-new-owner'
  | 'own-request'
  /** An approval that somebody else gave. */
  | 'not-its-approver'
  | 'not-requester';

/** The answer with its reason: the replies, `why`, the audit trail and the tests read the same value. */
export type Decision =
  | { readonly kind: 'allow'; readonly rule: AllowRule }
  | {
      readonly kind: 'needs-approval';
      readonly rule: 'no-grant' | 'always';
      readonly by: Deciders;
    }
  | { readonly kind: 'deny'; readonly reason: DenialReason };
