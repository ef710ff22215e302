import type { Actor } from '../model/actor.js';
import type { AlphausUserName } from '../model/api-client.js';
import type { Owner } from '../model/client-record.js';
import type { Action, AllowRule, Deciders, Decision, DenialReason, Target } from '../model/decision.js';
import { type Grant, holdsGrant } from './grants.js';
import { isAmong } from '../model/members.js';
import type { Policy } from './policy.js';

/** The rules of a workspace. */
export interface WorkspaceRules {
  readonly policy: Policy;
  readonly grants: readonly Grant[];
}

/**
 * The one function through which every act goes; asked again at every click, with fresh facts. The target
 * `'any'` asks whether there is anything at all that the person may do this to, as `help` does.
 * Further user groups, grants and rights of an actor never take anything away.
 */
export function decide(
  rules: WorkspaceRules,
  actor: Actor,
  action: Action,
  target: Target | 'any',
): Decision {
  if (actor.standing !== 'member') return deny(actor.standing);
  const on: Target = target === 'any' ? {} : target;
  const any = target === 'any';
  const admin = adminRule(rules.policy, actor);
  switch (action) {
    case 'use':
    case 'request':
    case 'own':
      return allow('member');
    case 'setup':
    case 'access':
    case 'doctor':
    case 'audit':
    case 'review':
      return admin === undefined ? deny('not-an-admin') : allow(admin);
    case 'create':
      return mayCreate(rules, actor, on.user, admin);
    case 'list':
    case 'show': {
      const rule = seesBy(rules, actor, on, admin);
      return rule === undefined ? (any ? allow('member') : deny('not-visible')) : allow(rule);
    }
    case 'delete':
    case 'rotate':
    case 'extend':
    case 'claim':
    case 'transfer':
    case 'assign':
    case 'snooze':
    case 'confirm-needed': {
      if (any) return mayChangeAny(rules, actor, action, admin);
      if (seesBy(rules, actor, on, admin) === undefined) return deny('not-visible');
      return mayChange(rules, actor, action, on, admin);
    }
    case 'accept-transfer':
    case 'decline-transfer':
      return any || on.newOwner === actor.id ? allow('new-owner') : deny('not-new-owner');
    case 'decide-request': {
      const rule = admin ?? approverRule(rules.policy, actor);
      if (rule === undefined) return deny('not-an-approver');
      return on.requester === actor.id ? deny('own-request') : allow(rule);
    }
    case 'show-request': {
      if (any) return allow('member');
      const rule = on.requester === actor.id ? 'requester' : (admin ?? approverRule(rules.policy, actor));
      return rule === undefined ? deny('not-visible') : allow(rule);
    }
    case 'revoke-approval': {
      if (admin !== undefined) return allow(admin);
      if (any) return allow('gave-approval');
      return on.approvers?.includes(actor.id) === true ? allow('gave-approval') : deny('not-its-approver');
    }
    case 'edit-request':
    case 'withdraw-request':
    case 'collect-request':
    case 'confirm-receipt':
      if (any) return allow('member');
      return on.requester === actor.id ? allow('requester') : deny('not-requester');
  }
}

const allow = (rule: AllowRule): Decision => ({ kind: 'allow', rule });
const deny = (reason: DenialReason): Decision => ({ kind: 'deny', reason });

function adminRule(policy: Policy, actor: Actor): 'slack-admin' | 'named-admin' | undefined {
  if (policy.slackAdminsAreAdmins && actor.slackAdmin) return 'slack-admin';
  return isAmong(policy.admins, actor) ? 'named-admin' : undefined;
}

const approverRule = (policy: Policy, actor: Actor): 'approver' | undefined =>
  isAmong(policy.approvers, actor) ? 'approver' : undefined;

/** Whether an owner is this person, or a group that this person is in. */
export function isOwnedBy(owner: Owner | undefined, actor: Pick<Actor, 'id' | 'groups'>): boolean {
  if (owner === undefined) return false;
  return owner.kind === 'person' ? owner.id === actor.id : actor.groups.includes(owner.id);
}

function grantRule({ grants }: WorkspaceRules, actor: Actor, user: AlphausUserName | undefined) {
  return user !== undefined && holdsGrant(grants, actor, user) ? 'grant' : undefined;
}

function seesBy(
  rules: WorkspaceRules,
  actor: Actor,
  { user, owner }: Target,
  admin: 'slack-admin' | 'named-admin' | undefined,
): AllowRule | undefined {
  return (
    admin ??
    approverRule(rules.policy, actor) ??
    grantRule(rules, actor, user) ??
    (isOwnedBy(owner, actor) ? 'owner' : undefined)
  );
}

/** Without a user: under any. */
function mayCreate(
  { policy, grants }: WorkspaceRules,
  actor: Actor,
  user: AlphausUserName | undefined,
  admin: 'slack-admin' | 'named-admin' | undefined,
): Decision {
  const by: Deciders = {
    approvers: policy.approvers,
    admins: policy.admins,
    slackAdmins: policy.slackAdminsAreAdmins,
  };
  if (policy.approval === 'always') return { kind: 'needs-approval', rule: 'always', by };
  if (admin !== undefined) return allow(admin);
  if (holdsGrant(grants, actor, user)) return allow('grant');
  if (policy.approval === 'never') return allow('no-approval-needed');
  return { kind: 'needs-approval', rule: 'no-grant', by };
}

type ChangeAction =
  | 'delete'
  | 'rotate'
  | 'extend'
  | 'claim'
  | 'transfer'
  | 'assign'
  | 'snooze'
  | 'confirm-needed';

/** Changes that take nothing away from the connection, so its own client may be changed like this, too. */
const HARMLESS: ReadonlySet<ChangeAction> = new Set(['transfer', 'assign', 'snooze', 'confirm-needed']);
/** Changes of others' clients that a holder of a grant may make where the policy says so. */
const BY_GRANT: ReadonlySet<ChangeAction> = new Set(['delete', 'rotate', 'extend']);

/** For a client that the person sees. */
function mayChange(
  rules: WorkspaceRules,
  actor: Actor,
  action: ChangeAction,
  { user, owner, ownCredential }: Target,
  admin: 'slack-admin' | 'named-admin' | undefined,
): Decision {
  const granted = grantRule(rules, actor, user);
  if (action === 'claim') {
    if (owner !== undefined) return deny('has-owner');
    const rule = admin ?? granted;
    return rule === undefined ? deny('not-owner') : allow(rule);
  }
  if (action === 'assign' || action === 'snooze') {
    return admin === undefined ? deny('not-an-admin') : allow(admin);
  }
  // People who can see the client are told why even an admin cannot: the bot would cut itself off. For the same reason
  // such a client has no end.
  if (ownCredential === true && !HARMLESS.has(action)) return deny('own-credential');
  const others = rules.policy.grantHoldersDeleteOthers && BY_GRANT.has(action) ? granted : undefined;
  const rule = admin ?? (isOwnedBy(owner, actor) ? 'owner' : others);
  return rule === undefined ? deny('not-owner') : allow(rule);
}

/** Everybody may own clients, and change those; claiming takes sight of what nobody owns. */
function mayChangeAny(
  { grants }: WorkspaceRules,
  actor: Actor,
  action: ChangeAction,
  admin: 'slack-admin' | 'named-admin' | undefined,
): Decision {
  if (admin !== undefined) return allow(admin);
  if (action === 'assign' || action === 'snooze') return deny('not-an-admin');
  if (action !== 'claim') return allow('owner');
  return holdsGrant(grants, actor, undefined) ? allow('grant') : deny('not-owner');
}
