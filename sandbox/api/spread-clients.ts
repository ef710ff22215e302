import type { SandboxApi } from './start-api.js';

/** Puts API clients there until there are `count` in all, as many under each Alphaus user; gives how many were put. */
export function spreadClients(api: Pick<SandboxApi, 'clients' | 'seed' | 'users'>, count: number): number {
  const missing = Math.max(0, count - api.clients().length);
  const users = api.users();
  for (const [index, user] of users.entries()) {
    api.seed(user, Math.floor((missing + index) / users.length));
  }
  return missing;
}
