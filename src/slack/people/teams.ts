import { isOrganisation, type WorkspaceId } from '../../core/model/ids.js';
import { Problem } from '../../core/problem.js';
import type { SlackCalls } from '../web-api/slack-calls.js';
import type { SlackUser } from '../web-api/slack-answers.js';

/** Slack allows some twenty of these calls a minute. */
const KEPT_FOR_MS = 15_000;

/** Each of an organisation's workspaces is one call of those that Slack counts. */
const ASKED_AT_ONCE = 3;

interface Asked {
  readonly ids: Promise<readonly string[]>;
  readonly until: number;
}

/** What Slack says of a workspace that the app is not in any more. */
const LEFT = /^team_(access_not_granted|not_found)\b/;

/**
 * Slack's own workspaces, its teams: one is a whole workspace of ours, an organisation has all those that its admins
 * have added the app to. What Slack knows of user groups and of everybody, it knows of one team.
 */
export class Teams {
  readonly #calls: Pick<SlackCalls, 'teams'>;
  readonly #workspace: WorkspaceId;
  readonly #now: () => Date;
  #asked: Asked | undefined;

  constructor(calls: Pick<SlackCalls, 'teams'>, workspace: WorkspaceId, now: () => Date) {
    this.#calls = calls;
    this.#workspace = workspace;
    this.#now = now;
  }

  /** Whether these are those of an organisation. */
  get areMany(): boolean {
    return isOrganisation(this.#workspace);
  }

  /** Their ids, some seconds old at most; a failure to learn them is not kept. */
  all(): Promise<readonly string[]> {
    if (!this.areMany) return Promise.resolve([this.#workspace]);
    const now = this.#now().getTime();
    if (this.#asked !== undefined && this.#asked.until > now) return this.#asked.ids;
    const asked = { ids: this.#calls.teams(), until: now + KEPT_FOR_MS };
    this.#asked = asked;
    asked.ids.catch(() => this.#forget(asked));
    return asked.ids;
  }

  /** The teams of `all` that somebody is in; none for a stranger, and none when Slack does not say. */
  of(user: SlackUser, all: readonly string[]): readonly string[] {
    const { organisation, teams } = belongingOf(user);
    // A workspace's member may be known by another one of their organisation.
    return !this.areMany || organisation === this.#workspace ? all.filter((one) => teams.has(one)) : [];
  }

  /**
   * Whether somebody is an owner or admin here: of the workspace, or of the organisation. An organisation's token is not
   * told who administers one of its workspaces; the policy can name them.
   */
  isAdmin(user: SlackUser): boolean {
    // Asked with a workspace's own token, Slack tells of that workspace, by whichever team it knows the person.
    if (!this.areMany) return isAdminBy(user);
    // Slack tells it of the organisation: beside which organisation that is, or not at all.
    return belongingOf(user).organisation === this.#workspace && isAdminBy(user.enterprise_user ?? user);
  }

  /** Asks each for its part, a few at a time; one that the app has left meanwhile has none. */
  async fromEach<Part>(
    teams: readonly string[],
    ask: (team: string) => Promise<readonly Part[]>,
  ): Promise<readonly Part[]> {
    const parts: (readonly Part[])[] = [];
    const left = [...teams.entries()];
    const askOneByOne = async (): Promise<void> => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) {
        const [index, team] = next;
        try {
          parts[index] = await this.#unlessLeft(ask(team));
        } catch (error) {
          // Without this one the answer is not whole: the others need not be asked.
          left.length = 0;
          throw error;
        }
      }
    };
    await Promise.all(Array.from({ length: ASKED_AT_ONCE }, askOneByOne));
    return parts.flat();
  }

  async #unlessLeft<Part>(asked: Promise<readonly Part[]>): Promise<readonly Part[]> {
    try {
      return await asked;
    } catch (error) {
      if (!(error instanceof Problem && error.facts.kind === 'slack-failed')) throw error;
      if (!this.areMany || !LEFT.test(error.facts.error)) throw error;
      this.#forget(this.#asked);
      return [];
    }
  }

  #forget(asked: Asked | undefined): void {
    if (this.#asked === asked) this.#asked = undefined;
  }
}

/** To which organisation and workspaces somebody belongs, in either shape in which Slack tells it. */
function belongingOf(user: SlackUser) {
  const { team_id: team, teams = [], enterprise_id: organisation, enterprise_user: within } = user;
  return {
    organisation: within?.enterprise_id ?? organisation,
    teams: new Set([...(team === undefined ? [] : [team]), ...teams, ...(within?.teams ?? [])]),
  };
}

const isAdminBy = (facts: Pick<SlackUser, 'is_admin' | 'is_owner' | 'is_primary_owner'> = {}): boolean =>
  facts.is_admin === true || facts.is_owner === true || facts.is_primary_owner === true;
