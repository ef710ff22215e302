import { GroupId, PersonId, type WorkspaceId } from '../core/api-client.js';
import type { Actor } from '../core/actor.js';
import { Problem } from '../core/problem.js';
import type { SlackCalls, SlackUser } from './calls.js';
import type { Log } from './log.js';

/** Long enough for one form or click, short enough that a right taken away is gone at the next. */
const KEPT_FOR_MS = 5_000;
/** Slack allows some twenty of these calls a minute. */
const GROUPS_KEPT_FOR_MS = 15_000;
/** Between the look at a changed policy and its saving. */
const EVERYBODY_KEPT_FOR_MS = 10_000;
/** Only for whom to ask or tell: what somebody may do is asked about them alone. */
const ADMINS_KEPT_FOR_MS = 5 * 60_000;
const KEPT_AT_MOST = 1_000;

export interface Group {
  readonly id: GroupId;
  readonly handle: string;
  readonly name: string;
  readonly size: number;
}

/** What Slack says about people now; a failure to learn it is a refusal. */
export class People {
  readonly #calls: SlackCalls;
  readonly #workspace: WorkspaceId;
  readonly #now: () => Date;
  readonly #actors = new Map<PersonId, { actor: Actor; until: number }>();
  readonly #asking = new Map<PersonId, Promise<Actor>>();

  #everybody: { asked: Promise<readonly Actor[]>; until: number } | undefined;
  #admins: { asked: Promise<readonly PersonId[]>; until: number } | undefined;
  #groups: { asked: ReturnType<SlackCalls['userGroups']>; until: number } | undefined;

  constructor(calls: SlackCalls, workspace: WorkspaceId, now: () => Date) {
    this.#calls = calls;
    this.#workspace = workspace;
    this.#now = now;
  }

  /** The person with their user groups; rejects when Slack does not tell either. */
  async actor(person: PersonId): Promise<Actor> {
    const [actor, groups] = await Promise.all([
      this.actorWithoutGroups(person),
      this.#groupsAsRights(person),
    ]);
    return { ...actor, groups };
  }

  /** Enough where no user group can matter: what somebody may do without any, they may do with all. */
  async actorWithoutGroups(person: PersonId): Promise<Actor> {
    const now = this.#now().getTime();
    const kept = this.#actors.get(person);
    if (kept !== undefined && kept.until > now) return kept.actor;
    return this.#asking.get(person) ?? this.#askAndKeep(person, now + KEPT_FOR_MS);
  }

  /** Many callers share one answer. One that was asked for before the person changed is not kept. */
  async #askAndKeep(person: PersonId, until: number): Promise<Actor> {
    const asking = this.#ask(person);
    this.#asking.set(person, asking);
    try {
      const actor = await asking;
      if (this.#asking.get(person) === asking) {
        if (this.#actors.size >= KEPT_AT_MOST) this.#actors.clear();
        this.#actors.set(person, { actor, until });
      }
      return actor;
    } finally {
      if (this.#asking.get(person) === asking) this.#asking.delete(person);
    }
  }

  /** Slack says that something about a person has changed. */
  personChanged(person: PersonId): void {
    this.#actors.delete(person);
    this.#asking.delete(person);
    this.#everybody = undefined;
  }

  /** Slack says that a user group, or who is in one, has changed. */
  groupsChanged(): void {
    this.#groups = undefined;
    this.#everybody = undefined;
  }

  /** What was last known, however old: good for leaving something out, never for admitting. */
  lastKnown(person: PersonId): Actor | undefined {
    return this.#actors.get(person)?.actor;
  }

  /** The user groups that a person is in. */
  async groupsOf(person: PersonId): Promise<readonly Group[]> {
    return (await this.#userGroups()).filter((group) => group.members.includes(person)).map(groupFrom);
  }

  /** All user groups of the workspace. */
  async groups(): Promise<readonly Group[]> {
    return (await this.#userGroups()).map(groupFrom);
  }

  /** The same where groups are only offered: without them a person still acts for themselves. */
  async groupsToOffer(person: PersonId, log: Log): Promise<readonly Group[]> {
    try {
      return await this.groupsOf(person);
    } catch (error) {
      log.warn({ err: error }, 'the user groups could not be offered');
      return [];
    }
  }

  /** How many people are in a user group; 0 when Slack does not know it any more. */
  async sizeOf(group: GroupId): Promise<number> {
    const groups = await this.#userGroups();
    return groups.find(({ id }) => id === group)?.members.length ?? 0;
  }

  /**
   * Everybody in the workspace with their user groups, some seconds old at most: for saying what rules do to
   * people, never for what one of them may do.
   */
  everybody(): Promise<readonly Actor[]> {
    const now = this.#now().getTime();
    if (this.#everybody !== undefined && this.#everybody.until > now) return this.#everybody.asked;
    const asking = { asked: this.#askForEverybody(), until: now + EVERYBODY_KEPT_FOR_MS };
    this.#everybody = asking;
    asking.asked.catch(() => {
      if (this.#everybody === asking) this.#everybody = undefined;
    });
    return asking.asked;
  }

  async #askForEverybody(): Promise<readonly Actor[]> {
    const [users, groups] = await Promise.all([this.#calls.users(), this.#userGroups()]);
    const groupsOf = new Map<string, GroupId[]>();
    for (const { id, members } of groups) {
      for (const member of members)
        groupsOf.set(member, [...(groupsOf.get(member) ?? []), GroupId.parse(id)]);
    }
    return users.map((user) => {
      const actor = this.#actorFrom(PersonId.parse(user.id), user);
      return { ...actor, groups: groupsOf.get(actor.id) ?? [] };
    });
  }

  /** Who is in a user group; nobody when Slack does not know it any more. */
  async membersOf(group: GroupId): Promise<readonly PersonId[]> {
    const groups = await this.#userGroups();
    return (groups.find(({ id }) => id === group)?.members ?? []).map((id) => PersonId.parse(id));
  }

  /** The owners and admins of the Slack workspace, at most some minutes old. */
  slackAdmins(): Promise<readonly PersonId[]> {
    const now = this.#now().getTime();
    if (this.#admins !== undefined && this.#admins.until > now) return this.#admins.asked;
    const asked = this.everybody().then((everybody) =>
      everybody.filter(({ slackAdmin, standing }) => slackAdmin && standing === 'member').map(({ id }) => id),
    );
    const asking = { asked, until: now + ADMINS_KEPT_FOR_MS };
    this.#admins = asking;
    asked.catch(() => {
      if (this.#admins === asking) this.#admins = undefined;
    });
    return asked;
  }

  async #groupsAsRights(person: PersonId): Promise<readonly GroupId[]> {
    try {
      return (await this.groupsOf(person)).map(({ id }) => id);
    } catch (cause) {
      throw new Problem({ kind: 'groups-unknown' }, { cause });
    }
  }

  /** One fetch for many callers; a failed one is not kept. */
  #userGroups(): ReturnType<SlackCalls['userGroups']> {
    const now = this.#now().getTime();
    if (this.#groups !== undefined && this.#groups.until > now) return this.#groups.asked;
    const asking = { asked: this.#calls.userGroups(), until: now + GROUPS_KEPT_FOR_MS };
    this.#groups = asking;
    asking.asked.catch(() => {
      if (this.#groups === asking) this.#groups = undefined;
    });
    return asking.asked;
  }

  async #ask(person: PersonId): Promise<Actor> {
    let user: SlackUser;
    try {
      user = await this.#calls.user(person);
    } catch (cause) {
      throw new Problem({ kind: 'person-unknown' }, { cause });
    }
    return this.#actorFrom(person, user);
  }

  #actorFrom(person: PersonId, user: SlackUser): Actor {
    return {
      id: person,
      standing: standingOf(user, this.#workspace),
      slackAdmin: user.is_admin === true || user.is_owner === true || user.is_primary_owner === true,
      groups: [],
    };
  }
}

const groupFrom = (group: Awaited<ReturnType<SlackCalls['userGroups']>>[number]): Group => ({
  id: GroupId.parse(group.id),
  handle: group.handle,
  name: group.name,
  size: group.members.length,
});

function standingOf(user: SlackUser, workspace: WorkspaceId): Actor['standing'] {
  if (user.deleted === true) return 'deactivated';
  if (user.is_bot === true || user.id === 'USLACKBOT') return 'bot';
  if (user.is_stranger === true || !belongsTo(user, workspace)) return 'stranger';
  if (user.is_restricted === true || user.is_ultra_restricted === true) return 'guest';
  return 'member';
}

/** In an organisation somebody may be a member of several of its workspaces, and be known by another one's id. */
function belongsTo(user: Awaited<ReturnType<SlackCalls['user']>>, workspace: WorkspaceId): boolean {
  const { enterprise_id: organisation, teams = [] } = user.enterprise_user ?? {};
  return user.team_id === workspace || organisation === workspace || teams.includes(workspace);
}
