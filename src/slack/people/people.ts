import { GroupId, PersonId, type WorkspaceId } from '../../core/model/ids.js';
import type { Actor } from '../../core/model/actor.js';
import { BoundedCache } from '../../core/bounded-cache.js';
import { Problem } from '../../core/problem.js';
import { refusesApp, slackWord } from '../refusal.js';
import type { SlackCalls } from '../web-api/slack-calls.js';
import type { UserGroup } from '../web-api/slack-answers.js';
import { type Known, knownFrom, unknownHere } from './known-person.js';
import type { Log } from '../log.js';
import type { Language } from '../text/languages.js';
import { Teams } from './teams.js';
import { type GroupsFor, UserGroups } from './user-groups.js';

/** Long enough for one form or click, short enough that a right taken away is gone at the next. */
const KEPT_FOR_MS = 5_000;
/** The facts of a person who keeps acting are asked for again after this long, so that nothing waits for them. */
const ASKED_AHEAD_MS = 2_500;
/** Between the look at a changed policy and its saving. */
const EVERYBODY_KEPT_FOR_MS = 10_000;
/** Only for whom to ask or tell: what somebody may do is asked about them alone. */
const ADMINS_KEPT_FOR_MS = 5 * 60_000;
const KEPT_AT_MOST = 1_000;
/** Slack's words for somebody of whom it will not say anything at another time either. */
const NOT_HERE: ReadonlySet<string | undefined> = new Set(['user_not_found', 'user_not_visible']);
/** Kept for people whose facts are no longer kept: some bytes each. */
const LANGUAGES_KEPT_AT_MOST = 10_000;

export interface Group {
  readonly id: GroupId;
  readonly handle: string;
  readonly name: string;
  readonly size: number;
}

/** What Slack says about people now; a failure to learn it is a refusal. */
export class People {
  readonly #calls: SlackCalls;
  readonly #now: () => Date;
  readonly #teams: Teams;
  readonly #userGroups: UserGroups;
  readonly #known = new Map<PersonId, { known: Known; until: number }>();
  readonly #asking = new Map<PersonId, Promise<Known>>();
  /** Kept until Slack says that something about the person has changed. */
  readonly #languages = new BoundedCache<PersonId, Language>({
    most: LANGUAGES_KEPT_AT_MOST,
    weightOf: () => 1,
  });

  /** How often Slack has said that something about a person has changed. */
  #changes = 0;
  #everybody: { asked: Promise<readonly Actor[]>; until: number } | undefined;
  #admins: { asked: Promise<readonly PersonId[]>; until: number } | undefined;

  constructor(calls: SlackCalls, workspace: WorkspaceId, now: () => Date) {
    this.#calls = calls;
    this.#now = now;
    this.#teams = new Teams(calls, workspace, now);
    this.#userGroups = new UserGroups(calls, this.#teams, now);
  }

  /** The person with their user groups; rejects when Slack does not tell either. */
  async actor(person: PersonId): Promise<Actor> {
    const [actor, groups] = await Promise.all([
      this.actorWithoutGroups(person),
      this.#groupsAsRights(person),
    ]);
    return { ...actor, groups };
  }

  /** The facts of a person to ask or tell: in an organisation their user groups may be minutes old. */
  async actorToAsk(person: PersonId): Promise<Actor> {
    const [actor, groups] = await Promise.all([
      this.actorWithoutGroups(person),
      this.#groupsWith(person, 'survey'),
    ]);
    return { ...actor, groups: groups.map(({ id }) => id) };
  }

  /** Enough where no user group can matter: what somebody may do without any, they may do with all. */
  async actorWithoutGroups(person: PersonId): Promise<Actor> {
    return (await this.#knownOf(person)).actor;
  }

  async zoneOf(person: PersonId): Promise<string> {
    return (await this.#knownOf(person)).zone;
  }

  async #knownOf(person: PersonId): Promise<Known> {
    const now = this.#now().getTime();
    const kept = this.#known.get(person);
    const asking = this.#asking.get(person);
    if (kept === undefined || kept.until <= now) {
      return asking ?? this.#askAndKeep(person, now + KEPT_FOR_MS);
    }
    if (asking === undefined && kept.until - now < ASKED_AHEAD_MS) {
      // Should it fail, it is asked once more when there is nothing left to go by, and then it matters.
      this.#askAndKeep(person, now + KEPT_FOR_MS).catch(() => undefined);
    }
    return kept.known;
  }

  /** Many callers share one answer. One that was asked for before the person changed is not kept. */
  async #askAndKeep(person: PersonId, until: number): Promise<Known> {
    const asking = this.#ask(person);
    this.#asking.set(person, asking);
    try {
      const known = await asking;
      if (this.#asking.get(person) === asking) {
        if (this.#known.size >= KEPT_AT_MOST) this.#known.clear();
        this.#known.set(person, { known, until });
        if (known.language !== undefined) this.#languages.set(person, known.language);
      }
      return known;
    } finally {
      if (this.#asking.get(person) === asking) this.#asking.delete(person);
    }
  }

  /** Slack says that something about a person has changed. */
  personChanged(person: PersonId): void {
    this.#known.delete(person);
    this.#languages.delete(person);
    this.#changes += 1;
    this.#asking.delete(person);
    this.#everybody = undefined;
  }

  /** Slack says that a user group, or who is in one, has changed. */
  groupsChanged(): void {
    this.#userGroups.changed();
    this.#everybody = undefined;
  }

  /** What was last known, however old: good for leaving something out, never for admitting. */
  lastKnown(person: PersonId): Actor | undefined {
    return this.#known.get(person)?.known.actor;
  }

  /** In which language a person has Slack: asked once, and after they changed. `undefined` when Slack does not say. */
  async languageOf(person: PersonId): Promise<Language | undefined> {
    return this.#languages.get(person) ?? (await this.#knownOf(person)).language;
  }

  /** The language that was last known, without asking Slack. */
  lastLanguageOf(person: PersonId): Language | undefined {
    return this.#languages.get(person);
  }

  /** The user groups that a person is in; of an organisation's, those of the workspaces that they are in. */
  groupsOf(person: PersonId): Promise<readonly Group[]> {
    return this.#groupsWith(person, 'rights');
  }

  async #groupsWith(person: PersonId, use: GroupsFor): Promise<readonly Group[]> {
    // The groups of one workspace name whom they hold: nothing else has to be known of them.
    const teams = this.#teams.areMany ? (await this.#knownOf(person)).teams : await this.#teams.all();
    return (await this.#userGroups.of(teams, use))
      .filter((group) => group.members.includes(person))
      .map(groupFrom);
  }

  /** All user groups of the workspace; an organisation's minutes old at most. */
  async groups(): Promise<readonly Group[]> {
    return (await this.#userGroups.of(await this.#teams.all(), 'survey')).map(groupFrom);
  }

  /** The user groups to offer; none when Slack does not say, since a person can still act for themselves. */
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
    return (await this.#userGroups.find(group, 'survey'))?.members.length ?? 0;
  }

  /**
   * Everybody in the workspace with their user groups, some seconds old at most, an organisation's groups minutes:
   * for saying what rules do to people, never for what one of them may do.
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
    const changes = this.#changes;
    const teams = await this.#teams.all();
    const [users, groups] = await Promise.all([
      this.#teams.fromEach(teams, async (team) =>
        (await this.#calls.users(team)).map((user) => ({ team, user })),
      ),
      this.#userGroups.inEach(teams, 'survey'),
    ]);
    const memberships = new Map<string, { team: string; id: GroupId }[]>();
    for (const { team, group } of groups) {
      for (const member of group.members) {
        memberships.set(member, [...(memberships.get(member) ?? []), { team, id: GroupId.parse(group.id) }]);
      }
    }
    const found = new Map<PersonId, Actor>();
    // Somebody may be in several workspaces; asked about them alone, Slack tells of the one that it knows them by.
    const isAway = ({ team, user }: (typeof users)[number]) => Number((user.team_id ?? team) !== team);
    for (const one of [...users].sort((a, b) => isAway(a) - isAway(b))) {
      const {
        actor,
        language,
        teams: theirs,
      } = knownFrom(this.#teams, PersonId.parse(one.user.id), one.user, teams);
      const before = found.get(actor.id);
      if (before !== undefined && isAway(one) === 1) continue;
      const slackAdmin = actor.slackAdmin || before?.slackAdmin === true;
      const counted = (memberships.get(actor.id) ?? []).filter(({ team }) => theirs.includes(team));
      // The languages of admins are what everybody is asked for most often.
      if (slackAdmin && language !== undefined && changes === this.#changes) {
        this.#languages.set(actor.id, language);
      }
      found.set(actor.id, { ...actor, slackAdmin, groups: [...new Set(counted.map(({ id }) => id))] });
    }
    return [...found.values()];
  }

  /** Who is in a user group; nobody when Slack does not know it any more. */
  async membersOf(group: GroupId, use: GroupsFor): Promise<readonly PersonId[]> {
    const found = await this.#userGroups.find(group, use);
    return (found?.members ?? []).map((id) => PersonId.parse(id));
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
      if (refusesApp(cause)) throw cause;
      throw new Problem({ kind: 'groups-unknown' }, { cause });
    }
  }

  async #ask(person: PersonId): Promise<Known> {
    try {
      const [user, teams] = await Promise.all([this.#calls.user(person), this.#teams.all()]);
      return knownFrom(this.#teams, person, user, teams);
    } catch (cause) {
      if (NOT_HERE.has(slackWord(cause))) return unknownHere(person);
      if (refusesApp(cause)) throw cause;
      throw new Problem({ kind: 'person-unknown' }, { cause });
    }
  }
}

const groupFrom = (group: UserGroup): Group => ({
  id: GroupId.parse(group.id),
  handle: group.handle,
  name: group.name,
  size: group.members.length,
});
