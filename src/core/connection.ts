import type { ClientDirectory } from './client-directory.js';
import type { Alphaus } from './ports.js';

/** A workspace's Alphaus account, ready to be used. */
export interface Connection {
  readonly alphaus: Alphaus;
  readonly directory: ClientDirectory;
}
