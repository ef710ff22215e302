import type { Actor } from '../model/actor.js';
import type { GroupId, PersonId, WorkspaceId } from '../model/ids.js';
import { isAmong, type Members } from '../model/members.js';
import { Problem } from '../problem.js';
import type { WorkspaceRules } from './decide.js';
import { whoCouldDecide } from './who-could-decide.js';

/** Nobody's DMs are flooded, and Slack's limits are kept, however large a group of approvers is. */
const MESSAGED_AT_MOST = 30;

/** Tells whom to ask, or to tell: what somebody may do is asked about them alone. */
export interface PeopleToAsk {
  /** The person with their user groups, which may be minutes old. */
  actorToAsk(person: PersonId): Promise<Actor>;
  membersOf(group: GroupId, use: 'survey'): Promise<readonly PersonId[]>;
  /** Owners and admins of the Slack workspace. */
  slackAdmins(): Promise<readonly PersonId[]>;
}

export interface DecidersContext {
  readonly workspace: WorkspaceId;
  readonly rules: { of(workspace: WorkspaceId): Promise<WorkspaceRules> };
  readonly people: PeopleToAsk;
}

/** Who decides a request that has no channel: the named approvers, or the admins when none of those can. */
export interface RequestDeciders {
  readonly who: 'approvers' | 'admins';
  readonly people: readonly PersonId[];
}

/** Who made the request, and how many people have to approve it. */
export interface ToBeDecided {
  readonly requester: PersonId;
  readonly needed: number;
}

/**
 * The people who can decide a request now; nobody when nobody can. The admins are among them where the approvers are
 * fewer than have to approve.
 */
export async function decidersOf(
  context: DecidersContext,
  { requester, needed }: ToBeDecided,
): Promise<RequestDeciders> {
  const rules = await context.rules.of(context.workspace);
  let unknown: Problem | undefined;
  const mayDecide = async (people: readonly PersonId[]): Promise<readonly PersonId[]> => {
    const asked = await actorsOf(context, people);
    unknown ??= asked.unknown;
    return whoCouldDecide(rules, requester, asked.actors).map(({ id }) => id);
  };

  const approvers = await mayDecide(await peopleOf(context, rules.policy.approvers));
  if (approvers.length >= needed) return { who: 'approvers', people: approvers };
  const admins = await mayDecide(await adminsOf(context));
  const people = [...new Set([...approvers, ...admins])];
  // Somebody whom Slack does not tell of now may be just the one who can decide.
  if (people.length < needed && unknown !== undefined) throw unknown;
  return { who: approvers.length > 0 ? 'approvers' : 'admins', people };
}

/** The admins who may decide this person's requests, and are asked only after the approvers; nobody where they are first. */
export async function adminsToAskToo(
  context: DecidersContext,
  asked: ToBeDecided,
): Promise<readonly PersonId[]> {
  const { policy } = await context.rules.of(context.workspace);
  const { who, people } = await decidersOf(context, asked);
  if (who === 'admins' && policy.approvalsChannel === undefined) return [];
  const admins = await actorsOf(context, await adminsOf(context));
  const others = whoCouldDecide(await context.rules.of(context.workspace), asked.requester, admins.actors);
  const wereAsked = new Set(policy.approvalsChannel === undefined ? people : []);
  return others
    .filter((actor) => !isAmong(policy.approvers, actor) && !wereAsked.has(actor.id))
    .map(({ id }) => id);
}

/** The admins of the workspace, by whatever right. */
export async function adminsOf(context: DecidersContext): Promise<readonly PersonId[]> {
  const { policy } = await context.rules.of(context.workspace);
  const [named, ofSlack] = await Promise.all([
    peopleOf(context, policy.admins),
    policy.slackAdminsAreAdmins ? context.people.slackAdmins() : [],
  ]);
  return [...new Set([...named, ...ofSlack])].slice(0, MESSAGED_AT_MOST);
}

async function peopleOf({ people }: DecidersContext, members: Members): Promise<readonly PersonId[]> {
  const ofGroups = await Promise.all(members.groups.map((group) => people.membersOf(group, 'survey')));
  return [...new Set([...members.people, ...ofGroups.flat()])].slice(0, MESSAGED_AT_MOST);
}

/** Leaves out a person who is not known any more; when none of them is, that is a failure. */
async function actorsOf(
  { people }: DecidersContext,
  persons: readonly PersonId[],
): Promise<{ readonly actors: readonly Actor[]; readonly unknown: Problem | undefined }> {
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
  return { actors, unknown };
}
