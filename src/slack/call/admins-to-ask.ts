import { unlessLate } from '../../core/async/within.js';
import type { PersonId } from '../../core/model/ids.js';
import { adminsOf } from '../../core/rights/request-deciders.js';
import { unlessProblem } from '../../core/unless-problem.js';
import type { Services } from './services.js';

/** An answer that names admins does not wait longer for Slack to tell who they are. */
const ADMINS_WITHIN_MS = 1_000;

/** The admins that the policy names, else the person who installed the app, else other admins; nobody when none is known. */
export async function adminsToAsk(services: Services): Promise<readonly PersonId[]> {
  const { rules, workspace, installedBy } = services;
  const named = (await rules.of(workspace)).policy.admins.people;
  if (named.length > 0) return named;
  if (installedBy !== undefined) return [installedBy];
  return (await unlessLate(ADMINS_WITHIN_MS, unlessProblem(adminsOf(services)))) ?? [];
}
