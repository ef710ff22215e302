import { z } from 'zod';
import type { WorkspaceId } from '../core/api-client.js';
import type { Services } from './call.js';

/** The workspace, or the organisation that installed the app for all of its own, that a request is for. */
export interface Origin {
  readonly team: string | undefined;
  readonly enterprise: string | undefined;
  /** Installed org-wide: the organisation is the workspace. */
  readonly orgWide: boolean;
}

/** The workspaces that this bot serves. */
export interface Workspaces {
  /** `undefined` for one that is not installed: it gets nothing. */
  find(origin: Origin): Promise<Services | undefined>;
  /** The one that records name. */
  of(workspace: WorkspaceId): Promise<Services | undefined>;
  all(): Promise<readonly Services[]>;
}

/** One token answers for one workspace only, whatever team a request names. */
export function oneWorkspace(services: Services): Workspaces {
  return {
    find: ({ team }) => Promise.resolve(team === services.workspace ? services : undefined),
    of: (workspace) => Promise.resolve(workspace === services.workspace ? services : undefined),
    all: () => Promise.resolve([services]),
  };
}

const Named = z.object({
  team_id: z.string().optional(),
  team: z.object({ id: z.string() }).nullish(),
  view: z.object({ app_installed_team_id: z.string().nullish() }).optional(),
  enterprise_id: z.string().nullish(),
  enterprise: z.object({ id: z.string() }).nullish(),
  /** Slash commands say it as text. */
  is_enterprise_install: z.union([z.boolean(), z.string()]).optional(),
});

/** In a shared channel the person's own workspace may be another: it is the installed one that counts. */
export function originOf(body: unknown): Origin {
  const named = Named.safeParse(body).data;
  return {
    team: named?.view?.app_installed_team_id ?? named?.team?.id ?? named?.team_id,
    enterprise: named?.enterprise?.id ?? named?.enterprise_id ?? undefined,
    orgWide: String(named?.is_enterprise_install) === 'true',
  };
}
