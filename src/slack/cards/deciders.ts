import type { Actor } from '../../core/model/actor.js';
import type { PersonId } from '../../core/model/ids.js';
import { whoCouldDecide } from '../../core/rights/who-could-decide.js';
import type { Members } from '../../core/model/members.js';
import { Problem } from '../../core/problem.js';
import type { Services } from '../call/services.js';

/** Nobody's DMs are flooded, and Slack's limits are kept, however large a group of approvers is. */
const MESSAGED_AT_MOST = 30;

/** Who decides a request that has no channel: the named approvers, or the admins when none of those can. */
export interface RequestDeciders {
  readonly who: 'approvers' | 'admins';
  readonly people: readonly PersonId[];
}

/** The people who can decide this person's requests now; nobody when nobody can. */
export async function decidersOf(services: Services, requester: PersonId): Promise<RequestDeciders> {
  const rules = await services.rules.of(services.workspace);
  const mayDecide = async (people: readonly PersonId[]): Promise<readonly PersonId[]> =>
    whoCouldDecide(rules, requester, await actorsOf(services, people)).map(({ id }) => id);

  const approvers = await mayDecide(await peopleOf(services, rules.policy.approvers));
  if (approvers.length > 0) return { who: 'approvers', people: approvers };
  return { who: 'admins', people: await mayDecide(await adminsOf(services)) };
}

/** The admins of the workspace, by whatever right. */
export async function adminsOf(services: Services): Promise<readonly PersonId[]> {
  const { policy } = await services.rules.of(services.workspace);
  const [named, ofSlack] = await Promise.all([
    peopleOf(services, policy.admins),
    policy.slackAdminsAreAdmins ? services.people.slackAdmins() : [],
  ]);
  return [...new Set([...named, ...ofSlack])].slice(0, MESSAGED_AT_MOST);
}

async function peopleOf({ people }: Services, members: Members): Promise<readonly PersonId[]> {
  const ofGroups = await Promise.all(members.groups.map((group) => people.membersOf(group, 'survey')));
  return [...new Set([...members.people, ...ofGroups.flat()])].slice(0, MESSAGED_AT_MOST);
}

/** Somebody whom Slack does not know any more is left out; when it knows none of them, that is a failure. */
async function actorsOf({ people }: Services, persons: readonly PersonId[]): Promise<readonly Actor[]> {
  const actors: Actor[] = [];
  let unknown: Problem | undefined;
  for (const person of persons) {
    try {
      actors.push(await people.actorToAsk(person));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      unknown = error;
    }
  }
  if (actors.length === 0 && unknown !== undefined) throw unknown;
  return actors;
}
