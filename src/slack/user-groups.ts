import type { SlackCalls, UserGroup } from './calls.js';
import type { Teams } from './teams.js';

/** Slack allows some twenty of these calls a minute. */
const KEPT_FOR_MS = 15_000;
/** Workspaces of one organisation. */
const KEPT_AT_MOST = 1_000;

/** The user groups of Slack's workspaces, some seconds old at most. */
export class UserGroups {
  readonly #calls: SlackCalls;
  readonly #teams: Teams;
  readonly #now: () => Date;
  readonly #byTeam = new Map<string, { asked: Promise<readonly UserGroup[]>; until: number }>();

  constructor(calls: SlackCalls, teams: Teams, now: () => Date) {
    this.#calls = calls;
    this.#teams = teams;
    this.#now = now;
  }

  /** Each once, with all of its members: several workspaces of an organisation may have one in common. */
  async of(teams: readonly string[]): Promise<readonly UserGroup[]> {
    const found = new Map<string, UserGroup>();
    for (const group of await this.#teams.fromEach(teams, (team) => this.#ofOne(team))) {
      const { members = [] } = found.get(group.id) ?? {};
      found.set(group.id, { ...group, members: [...new Set([...members, ...group.members])] });
    }
    return [...found.values()];
  }

  /** Slack says that some have changed. */
  changed(): void {
    this.#byTeam.clear();
  }

  /** One fetch for many callers; a failed one is not kept. */
  #ofOne(team: string): Promise<readonly UserGroup[]> {
    const now = this.#now().getTime();
    const kept = this.#byTeam.get(team);
    if (kept !== undefined && kept.until > now) return kept.asked;
    const asking = { asked: this.#calls.userGroups(team), until: now + KEPT_FOR_MS };
    if (this.#byTeam.size >= KEPT_AT_MOST) this.#byTeam.clear();
    this.#byTeam.set(team, asking);
    asking.asked.catch(() => {
      if (this.#byTeam.get(team) === asking) this.#byTeam.delete(team);
    });
    return asking.asked;
  }
}
