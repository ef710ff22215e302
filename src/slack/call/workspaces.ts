import { z } from 'zod';
import { WorkspaceId } from '../../core/model/ids.js';
import type { Services } from './services.js';

/** The workspace that a request is for, or the organisation that installed the app for all of its workspaces. */
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
}

/** One token answers for one workspace only, whatever team a request names. */
export function oneWorkspace(services: Services): Workspaces {
  return {
    find: ({ team }) => Promise.resolve(team === services.workspace ? services : undefined),
    of: (workspace) => Promise.resolve(workspace === services.workspace ? services : undefined),
  };
}

const Named = z.object({
  team_id: z.string().nullish(),
  team: z.object({ id: z.string() }).nullish(),
  view: z.object({ app_installed_team_id: z.string().nullish() }).optional(),
  enterprise_id: z.string().nullish(),
  enterprise: z.object({ id: z.string() }).nullish(),
  /** Slash commands say it as text. */
  is_enterprise_install: z.union([z.boolean(), z.string()]).optional(),
  /** Events say it of the installation to which they are sent. */
  authorizations: z
    .array(z.object({ enterprise_id: z.string().nullish(), is_enterprise_install: z.boolean().optional() }))
    .optional(),
});

/** In a shared channel the person's own workspace may be another: it is the installed one that counts. */
export function originOf(body: unknown): Origin {
  const named = Named.safeParse(body).data;
  const sentTo = named?.authorizations?.[0];
  const orgWide = String(named?.is_enterprise_install ?? sentTo?.is_enterprise_install) === 'true';
  return {
    team: named?.view?.app_installed_team_id ?? named?.team?.id ?? named?.team_id ?? undefined,
    enterprise: named?.enterprise?.id ?? named?.enterprise_id ?? sentTo?.enterprise_id ?? undefined,
    orgWide,
  };
}

/** Under whose id everything of it is kept; `undefined` where a request names none. */
export function workspaceAt({ team, enterprise, orgWide }: Origin): WorkspaceId | undefined {
  return WorkspaceId.safeParse(orgWide ? enterprise : team).data;
}
