import type { Config } from '../config.js';
import type { Credentials } from '../core/connection/connection.js';
import type { Alphaus } from '../core/connection/alphaus.js';
import { connectAlphaus } from '../upstream/alphaus.js';
import type { CallEvent } from '../upstream/http.js';
import type { Runtime } from './runtime.js';

const TOKEN_PATH = { ripple: '/ripple/access_token', wave: '/access_token' } as const;

/** Makes an account ready to be used; `tokenUrl` replaces the product's own. Nothing is sent yet. */
export type Connect = (credentials: Credentials, tokenUrl?: string) => Alphaus;

/** How accounts are connected where the configuration says that the API is. */
export function connectAt(
  config: Config,
  { fetch }: Pick<Runtime, 'fetch'>,
  observe: (event: CallEvent) => void,
): Connect {
  return (credentials, tokenUrl) =>
    connectAlphaus({
      flavour: credentials.flavour,
      clientId: credentials.clientId,
      clientSecret: credentials.clientSecret,
      tokenUrl: tokenUrl ?? `${config.ALPHAUS_LOGIN_URL}${TOKEN_PATH[credentials.product]}`,
      serviceUrl: config.ALPHAUS_SERVICE_URL,
      blueUrl: config.ALPHAUS_BLUE_URL,
      fetch,
      now: Date.now,
      sleep: pause,
      observe,
    });
}

/** Over at the signal, too, without an error: Node's own sleep makes one for each call that is answered in time. */
function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = setTimeout(resolve, ms);
    const end = (): void => {
      clearTimeout(over);
      resolve();
    };
    signal?.addEventListener('abort', end, { once: true });
  });
}
