import type { Actor } from '../model/actor.js';
import type { PersonId } from '../model/ids.js';
import { decide, type WorkspaceRules } from './decide.js';

/** Those of these people who could decide a request of this person: without any, it waits in vain. */
export function whoCouldDecide(
  rules: WorkspaceRules,
  requester: PersonId,
  people: readonly Actor[],
): readonly Actor[] {
  return people.filter((actor) => decide(rules, actor, 'decide-request', { requester }).kind === 'allow');
}
