import type { ClientSeed } from './api-clients.js';

/** A root user, its subusers, and the API clients that were there before anybody came. */
export interface Account {
  /** An e-mail address. */
  readonly root: string;
  readonly subusers: readonly string[];
  readonly clients?: readonly (ClientSeed & { readonly user: string })[];
}

export interface User {
  readonly id: string;
  readonly name: string;
  /** Empty for a root user. */
  readonly parent: string;
}

export const defaultAccount: Account = {
  root: 'root@sandbox.example',
  subusers: ['analytics', 'billing', 'data.export'],
  clients: [
    { user: 'root@sandbox.example', name: 'nightly-report', createTime: '2020-06-27T11:26:46.257375295Z' },
    { user: 'analytics', name: 'Dashboard (made by hand)', createTime: '2023-02-14T03:09:11.000000871Z' },
  ],
};

const SUBUSER_NAME = /^[A-Za-z0-9_.-]{4,18}$/;

/** Who exists and who may act on whom. */
export class Accounts {
  readonly #users = new Map<string, User>();

  constructor(accounts: readonly Account[]) {
    for (const { root, subusers } of accounts) {
      if (!root.includes('@')) throw new Error(`a root user is named by an e-mail address, not ${root}`);
      this.#add(root, '');
      for (const subuser of subusers) {
        if (!SUBUSER_NAME.test(subuser)) throw new Error(`${subuser} cannot be the name of a subuser`);
        this.#add(subuser, root);
      }
    }
  }

  find(name: string): User | undefined {
    return this.#users.get(name);
  }

  subusersOf(user: User): readonly User[] {
    return [...this.#users.values()].filter(({ parent }) => parent === user.name);
  }

  #add(name: string, parent: string): void {
    if (this.#users.has(name)) throw new Error(`there are two users called ${name}`);
    const id = `id${String(this.#users.size + 1).padStart(4, '0')}`;
    this.#users.set(name, { id, name, parent });
  }
}

export function accountOf(user: User): string {
  return user.parent === '' ? user.name : user.parent;
}
