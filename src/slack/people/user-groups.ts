import { slackWord } from '../refusal.js';
import type { SlackCalls } from '../web-api/slack-calls.js';
import type { UserGroup } from '../web-api/slack-answers.js';
import type { Teams } from './teams.js';

/** What somebody may do rests on nothing older. */
const RIGHTS_KEPT_FOR_MS = 15_000;
/** For those who are asked or told: an organisation can have more workspaces than Slack allows such calls in a minute. */
const SURVEY_KEPT_FOR_MS = 5 * 60_000;
/** That a workspace has no such group: where a group is, hardly ever changes. */
const ABSENCE_KEPT_FOR_MS = 60 * 60_000;
/** Workspaces of one organisation. */
const KEPT_AT_MOST = 1_000;

/**
 * What groups are asked for. `rights`: seconds old at most, and a failure when Slack allows no more calls.
 * `survey`: whom to ask or tell and what to offer; minutes old in an organisation, and waits until Slack allows more.
 */
export type GroupsFor = 'rights' | 'survey';

/** The user groups of Slack's workspaces. */
export class UserGroups {
  readonly #calls: SlackCalls;
  readonly #teams: Teams;
  readonly #now: () => Date;
  readonly #asked = new Map<
    string,
    { readonly groups: Promise<readonly UserGroup[]>; readonly at: number }
  >();
  /** Which groups each workspace had when it told last: says where to look for one, never who is in it. */
  readonly #had = new Map<string, { readonly ids: ReadonlySet<string>; readonly at: number }>();

  constructor(calls: SlackCalls, teams: Teams, now: () => Date) {
    this.#calls = calls;
    this.#teams = teams;
    this.#now = now;
  }

  /** Each once, with all of its members: several workspaces of an organisation may have one in common. */
  async of(teams: readonly string[], use: GroupsFor): Promise<readonly UserGroup[]> {
    return merged(await this.#teams.fromEach(teams, (team) => this.#ofOne(team, use)));
  }

  /** Who is in each group, workspace by workspace. */
  inEach(teams: readonly string[], use: GroupsFor) {
    return this.#teams.fromEach(teams, async (team) =>
      (await this.#ofOne(team, use)).map((group) => ({ team, group })),
    );
  }

  /**
   * One group with all of its members; `undefined` when no workspace has it. Only those are asked that have it, as
   * far as is known, and those that have not told for an hour whether they do.
   */
  async find(id: string, use: GroupsFor): Promise<UserGroup | undefined> {
    const all = await this.#teams.all();
    const homes = all.filter((team) => this.#had.get(team)?.ids.has(id) === true);
    const since = this.#now().getTime() - ABSENCE_KEPT_FOR_MS;
    const untold = all.filter((team) => !homes.includes(team) && (this.#had.get(team)?.at ?? -1) <= since);
    const [atHome, elsewhere] = await Promise.all([this.of(homes, use), this.of(untold, 'survey')]);
    const found = merged([...atHome, ...elsewhere]).find((group) => group.id === id);
    // Before it is nowhere, all of them have said so lately.
    return found ?? (await this.of(all, 'survey')).find((group) => group.id === id);
  }

  /** Slack says that some have changed. */
  changed(): void {
    this.#asked.clear();
  }

  /** One fetch for many callers; a failed one is not kept. */
  #ofOne(team: string, use: GroupsFor): Promise<readonly UserGroup[]> {
    const at = this.#now().getTime();
    const old = use === 'survey' && this.#teams.areMany ? SURVEY_KEPT_FOR_MS : RIGHTS_KEPT_FOR_MS;
    const kept = this.#asked.get(team);
    if (kept !== undefined && kept.at + old > at) return kept.groups;
    const asking = { groups: this.#ask(team, use, at), at };
    if (this.#asked.size >= KEPT_AT_MOST) this.#asked.clear();
    this.#asked.set(team, asking);
    asking.groups.catch(() => {
      if (this.#asked.get(team) === asking) this.#asked.delete(team);
    });
    return asking.groups;
  }

  async #ask(team: string, use: GroupsFor, at: number): Promise<readonly UserGroup[]> {
    const groups = await this.#groupsOf(team, use);
    if (this.#had.size >= KEPT_AT_MOST) this.#had.clear();
    this.#had.set(team, { ids: new Set(groups.map(({ id }) => id)), at });
    return groups;
  }

  /** None where the workspace's plan has none. */
  async #groupsOf(team: string, use: GroupsFor): Promise<readonly UserGroup[]> {
    try {
      return await this.#calls.userGroups(team, use === 'survey' ? 'surveys' : 'reads');
    } catch (error) {
      if (NO_GROUPS.has(slackWord(error) ?? '')) return [];
      throw error;
    }
  }
}

/** Slack's words for a plan that has no user groups. */
const NO_GROUPS: ReadonlySet<string> = new Set(['plan_upgrade_required', 'paid_teams_only']);

function merged(groups: readonly UserGroup[]): readonly UserGroup[] {
  const found = new Map<string, UserGroup>();
  for (const group of groups) {
    const { members = [] } = found.get(group.id) ?? {};
    found.set(group.id, { ...group, members: [...new Set([...members, ...group.members])] });
  }
  return [...found.values()];
}
