import type { Actor } from '../model/actor.js';
import type { AlphausUser } from '../model/api-client.js';
import type { ClientRecord, Owner } from '../model/client-record.js';
import { decide, type WorkspaceRules } from './decide.js';

/** What one person may see at this moment; the rest does not exist for them. */
export interface Sight {
  /** Whether every API client of this Alphaus user is in sight, those of unknown origin included. */
  seesAllOf(user: AlphausUser['name']): boolean;
  sees(record: Pick<ClientRecord, 'user' | 'owner'>): boolean;
  /** The person and their user groups, as far as they were asked for: what these own is in sight in any case. */
  readonly owners: readonly Owner[];
  /** Whether everything is. */
  readonly everything: boolean;
}

export function sightOf(rules: WorkspaceRules, actor: Actor): Sight {
  const mayList = (target: Parameters<typeof decide>[3]): boolean =>
    decide(rules, actor, 'list', target).kind === 'allow';
  return {
    seesAllOf: (user) => mayList({ user }),
    sees: ({ user, owner }) => mayList({ user, owner }),
    owners: ownersOf(actor),
    everything: mayList({}),
  };
}

/** The owners whose clients are a person's own: the person, and their user groups. */
export function ownersOf({ id, groups }: Pick<Actor, 'id' | 'groups'>): readonly Owner[] {
  return [{ kind: 'person', id }, ...groups.map((group): Owner => ({ kind: 'group', id: group }))];
}

/** The Alphaus users under whom this person may create without an approval. */
export function usableUsers(
  rules: WorkspaceRules,
  actor: Actor,
  users: readonly AlphausUser[],
): readonly AlphausUser[] {
  return users.filter(({ name }) => decide(rules, actor, 'create', { user: name }).kind === 'allow');
}
