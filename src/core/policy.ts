import type { PersonId } from './api-client.js';

/** What somebody wants to do. */
export type Action = 'create' | 'list' | 'show' | 'delete' | 'confirm-receipt';

/** What is known about a person at the moment of the act, fresh from Slack. */
export interface Actor {
  readonly id: PersonId;
  readonly standing: 'member' | 'guest' | 'stranger' | 'bot' | 'deactivated';
  /** A Slack owner or admin of the workspace. */
  readonly slackAdmin: boolean;
}

export type DenialReason = 'guest' | 'stranger' | 'bot' | 'deactivated' | 'not-an-admin';

/** The answer with its reason: the replies, `help` and the log read the same value. */
export type Decision =
  | { readonly kind: 'allow'; readonly rule: 'workspace-admin' | 'member' }
  | { readonly kind: 'deny'; readonly reason: DenialReason };

/** The one function through which every act goes; asked again at every click, with fresh facts. */
export function decide(actor: Actor, action: Action): Decision {
  if (actor.standing !== 'member') return { kind: 'deny', reason: actor.standing };
  if (action === 'confirm-receipt') return { kind: 'allow', rule: 'member' };
  if (!actor.slackAdmin) return { kind: 'deny', reason: 'not-an-admin' };
  return { kind: 'allow', rule: 'workspace-admin' };
}
