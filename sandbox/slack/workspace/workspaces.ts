import type { Enterprise, Team } from './people.js';
import type { Tokens } from './tokens.js';
import { newWorkspace, type Shared, type Workspace } from './workspace.js';

/** With a `botToken` the app is installed from the start, with all scopes of the manifest. */
export interface WorkspaceSeed {
  readonly id: string;
  readonly name: string;
  readonly botToken?: string;
}

export interface EnterpriseSeed extends Enterprise {
  /** Which of the workspaces belong to it. */
  readonly workspaceIds: readonly string[];
  /** Installs the app in the whole organisation. */
  readonly botToken?: string;
}

const MOST_WORKSPACES = 10;

/** The workspaces, and the installations that are there before anybody comes. */
export const newWorkspaces = (
  shared: Shared,
  tokens: Tokens,
  seeds: readonly WorkspaceSeed[],
  organisation: EnterpriseSeed | undefined,
): readonly Workspace[] => {
  if (seeds.length > MOST_WORKSPACES) throw new Error(`more than ${MOST_WORKSPACES} workspaces`);
  const workspaces = seeds.map(({ id, name }, index) => {
    const isWithin = organisation?.workspaceIds.includes(id) === true;
    const team: Team = {
      id,
      name,
      domain: name.toLowerCase().replaceAll(/\W/g, ''),
      enterprise: isWithin ? { id: organisation.id, name: organisation.name } : undefined,
    };
    return newWorkspace(shared, team, String(index));
  });
  const install = (id: string, teamIds: readonly string[], installerId: string, token: string): void => {
    const isOrgWide = id === organisation?.id;
    const { scopes } = shared.manifest;
    const facts = { id, isOrgWide, teamIds: new Set(teamIds), scopes, installerId };
    tokens.give(shared.installations.add(facts), token);
  };
  for (const [index, { id, botToken }] of seeds.entries()) {
    if (botToken !== undefined) install(id, [id], `U${index}AIKO`, botToken);
  }
  if (organisation?.botToken !== undefined) {
    install(organisation.id, organisation.workspaceIds, 'U0AIKO', organisation.botToken);
  }
  return workspaces;
};
