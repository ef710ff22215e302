import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import type { Secret } from '../core/model/secret.js';

/** Through which proxies other programs are reached; straight where there is none. */
export interface Proxies {
  readonly https?: Secret | undefined;
  readonly http?: Secret | undefined;
  /** Hosts that are reached straight: names with all that ends in them, separated by commas, or `*`. */
  readonly none?: string | undefined;
}

export const isProxied = ({ https, http }: Proxies): boolean => https !== undefined || http !== undefined;

/** A dispatcher that goes through the proxies, or straight where none is given. */
export function dispatcher(proxies: Proxies, options: Agent.Options): Dispatcher {
  // The other one is loaded only where it is wanted: it brings most of undici.
  if (!isProxied(proxies)) return new Agent(options);
  const { https, http, none } = proxies;
  return new EnvHttpProxyAgent({
    ...options,
    // Empty where it is not given: the environment is read by the configuration alone.
    httpsProxy: https?.reveal() ?? '',
    httpProxy: http?.reveal() ?? '',
    noProxy: none ?? '',
  });
}

/** The proxy did not lead to the host: nothing was sent to it. */
export class ProxyRefused extends Error {
  readonly code = 'PROXY_REFUSED';
}

/** undici says it in words only. */
export function unlessByProxy(error: unknown): unknown {
  const [, status] =
    /^Proxy response \((\d+)\) !== 200/.exec(error instanceof Error ? error.message : '') ?? [];
  return status === undefined ? error : new ProxyRefused(`the proxy answers ${status}`);
}
