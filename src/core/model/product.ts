import { z } from 'zod';
import { AlphausUserName } from './api-client.js';

/** The vendor's two families, each with its own token endpoints: Ripple/Octo, and Wave(Pro). */
export const Product = z.enum(['ripple', 'wave']);
export type Product = z.infer<typeof Product>;

/** The API that is spoken: for an account and its subusers, or for the caller's own clients alone. */
export const Flavour = z.enum(['legacy', 'blue']);
export type Flavour = z.infer<typeof Flavour>;

const WAVE = 'wave:';

/** How an Alphaus user is named everywhere here: Ripple's as the API names them, Wave's with the product before. */
export function qualified(product: Product, name: AlphausUserName): AlphausUserName {
  return product === 'wave' ? AlphausUserName.parse(`${WAVE}${name}`) : name;
}

/** An Alphaus user's product, and what the API calls them. */
export function unqualified(user: string): { readonly product: Product; readonly name: AlphausUserName } {
  return user.startsWith(WAVE)
    ? { product: 'wave', name: AlphausUserName.parse(user.slice(WAVE.length)) }
    : { product: 'ripple', name: AlphausUserName.parse(user) };
}
