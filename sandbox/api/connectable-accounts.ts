import type { SandboxApi } from './start-api.js';

/** An API client with which an admin can connect a workspace. */
export interface ConnectableAccount {
  readonly product: 'ripple' | 'wave';
  readonly user: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What the Alphaus console would have given an admin: one API client of the root user for each product. */
export function connectableAccounts(
  api: Pick<SandboxApi, 'clientFor' | 'users'>,
): readonly ConnectableAccount[] {
  const [root = ''] = api.users();
  return (['ripple', 'wave'] as const).map((product) => {
    const { id, secret } = api.clientFor(root, product);
    return { product, user: root, clientId: id, clientSecret: secret };
  });
}
