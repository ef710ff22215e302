import { z } from 'zod';
import type { AlphausUserName } from './api-client.js';
import { Product } from './product.js';

/** An Alphaus account, as a workspace was connected to it when something was asked of it. */
export const Account = z.object({
  product: Product,
  /** The API client with which the connection acted: its id alone. */
  clientId: z.string().min(1),
});
export type Account = z.infer<typeof Account>;

/** How the audit trail names a product's account. */
export const PRODUCT_IN_TRAIL: Readonly<Record<Product, string>> = { ripple: 'Ripple/Octo', wave: 'Wave' };

/** What was begun in an account, for one of its users. */
export interface BegunInAccount {
  readonly user: AlphausUserName;
  /** Absent in what was written before accounts were named. */
  readonly account?: Account | undefined;
}
