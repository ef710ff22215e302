import type { Actor } from '../model/actor.js';
import type { AlphausUser } from '../model/api-client.js';
import type { ClientRecord } from '../model/client-record.js';
import { decide, type WorkspaceRules } from './decide.js';

/** What one person may see at this moment; the rest does not exist for them. */
export interface Sight {
  /** Whether every API client of this Alphaus user is in sight, those of unknown origin included. */
  seesAllOf(user: AlphausUser['name']): boolean;
  sees(record: Pick<ClientRecord, 'user' | 'owner'>): boolean;
  /** Whether everything is. */
  readonly everything: boolean;
}

export function sightOf(rules: WorkspaceRules, actor: Actor): Sight {
  const mayList = (target: Parameters<typeof decide>[3]): boolean =>
    decide(rules, actor, 'list', target).kind === 'allow';
  return {
    seesAllOf: (user) => mayList({ user }),
    sees: ({ user, owner }) => mayList({ user, owner }),
    everything: mayList({}),
  };
}

/** The Alphaus users under whom this person may create without an approval. */
export function usableUsers(
  rules: WorkspaceRules,
  actor: Actor,
  users: readonly AlphausUser[],
): readonly AlphausUser[] {
  return users.filter(({ name }) => decide(rules, actor, 'create', { user: name }).kind === 'allow');
}
