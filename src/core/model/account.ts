import { z } from 'zod';
import type { AlphausUserName } from './api-client.js';
import { Product, unqualified } from './product.js';

/** An Alphaus account, as a workspace was connected to it when something was asked of it. */
export const Account = z.object({
  product: Product,
  /** The API client with which the connection acted: its id alone. */
  clientId: z.string().min(1),
});
export type Account = z.infer<typeof Account>;

/**
 * The accounts to which a grant, or a request, belongs: one of each product at most. Absent in what was written before
 * accounts were named: then it is not known, and gives no right by itself.
 */
export const Accounts = z.array(Account).max(2);
export type Accounts = readonly Account[];

/** The account of an Alphaus user's product among these. */
export function accountFor(accounts: Accounts, user: AlphausUserName): Account | undefined {
  const { product } = unqualified(user);
  return accounts.find((account) => account.product === product);
}

/** How the audit trail names a product's account. */
export const PRODUCT_IN_TRAIL: Readonly<Record<Product, string>> = { ripple: 'Ripple/Octo', wave: 'Wave' };

/** What was begun in an account, for one of its users. */
export interface BegunInAccount {
  readonly user: AlphausUserName;
  /** Absent in what was written before accounts were named. */
  readonly account?: Account | undefined;
}
