import type { Team } from './people.js';

/** The app in one workspace, or in a whole organisation. */
export interface Installation {
  /** The workspace's id, or the organisation's. */
  readonly id: string;
  readonly isOrgWide: boolean;
  /** The workspaces that it works in: of an organisation those that its admins have added it to. */
  readonly teamIds: Set<string>;
  /** What was granted; the manifest may ask for more meanwhile. */
  scopes: ReadonlySet<string>;
  installerId: string;
}

/** The present installations of the app. */
export class Installations {
  readonly #all = new Map<string, Installation>();

  /** Installing again widens what was granted. */
  add(installation: Installation): Installation {
    const before = this.#all.get(installation.id);
    if (before === undefined) {
      this.#all.set(installation.id, installation);
      return installation;
    }
    before.scopes = new Set([...before.scopes, ...installation.scopes]);
    before.installerId = installation.installerId;
    return before;
  }

  remove(installation: Installation): void {
    this.#all.delete(installation.id);
  }

  isStanding(installation: Installation): boolean {
    return this.#all.get(installation.id) === installation;
  }

  /** The workspace's own installation, or else that of its organisation. */
  of(team: Team): Installation | undefined {
    const orgWide = team.enterprise === undefined ? undefined : this.#all.get(team.enterprise.id);
    return this.#all.get(team.id) ?? (orgWide?.teamIds.has(team.id) === true ? orgWide : undefined);
  }

  ofOrganisation(enterpriseId: string): Installation | undefined {
    return this.#all.get(enterpriseId);
  }
}
