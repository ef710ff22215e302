import type { Actor } from '../model/actor.js';
import type { PersonId } from '../model/ids.js';
import { decide, type WorkspaceRules } from './decide.js';

/** The people who could decide a request of this person: without any, it would wait in vain. */
export function whoCouldDecide(
  rules: WorkspaceRules,
  requester: PersonId,
  people: readonly Actor[],
): readonly Actor[] {
  return people.filter((actor) => decide(rules, actor, 'decide-request', { requester }).kind === 'allow');
}
