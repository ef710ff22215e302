import { httpClient } from '../../src/http/http-client.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { AlphausUserName, ClientName } from '../../src/core/model/api-client.js';
import { ClientId } from '../../src/core/model/ids.js';
import type { Alphaus } from '../../src/core/connection/alphaus.js';
import { type ProblemFacts, Problem } from '../../src/core/problem.js';
import { Secret } from '../../src/core/model/secret.js';
import { connectAlphaus, type AlphausConnection } from '../../src/upstream/alphaus.js';
import type { CallEvent, HttpRuntime } from '../../src/upstream/http.js';
import { type ScriptedServer, says } from './scripted-server.js';

export const root = AlphausUserName.parse('root@sandbox.example');
export const subuser = AlphausUserName.parse('dev.team_1');
export const nightly = ClientName.parse('nightly export');
export const someId = ClientId.parse('ripple-abcdef123456');
export const clientSecret = 'connection-secret-5b1f';
export const accessToken = 'access-token-77aa';

/**
 * A world in which a second of waiting takes forty milliseconds: enough for an answer to come before its
 * deadline on a machine that has other things to do.
 */
export const hurried: HttpRuntime = {
  fetch: httpClient().fetch,
  now: Date.now,
  sleep: (ms, signal) => sleep(ms / 25, undefined, { signal }),
  random: () => 0.5,
};

export interface Watched {
  readonly runtime: HttpRuntime;
  readonly events: readonly CallEvent[];
  /** Every pause that was asked for, deadlines included. */
  readonly pauses: readonly number[];
}

/** The hurried world, with a record of what was observed and how long was waited. */
export function watched(): Watched {
  const events: CallEvent[] = [];
  const pauses: number[] = [];
  return {
    events,
    pauses,
    runtime: {
      ...hurried,
      observe: (event) => events.push(event),
      sleep: (ms, signal) => {
        pauses.push(ms);
        return hurried.sleep(ms, signal);
      },
    },
  };
}

export function connectTo(
  server: ScriptedServer,
  flavour: AlphausConnection['flavour'] = 'legacy',
  runtime: HttpRuntime = hurried,
  serviceUrl = `${server.url}/service/`,
): Alphaus {
  return connectAlphaus({
    flavour,
    clientId: 'ripple-own',
    clientSecret: new Secret(clientSecret),
    tokenUrl: `${server.url}/access_token`,
    serviceUrl,
    blueUrl: `${server.url}/blue/`,
    ...runtime,
  });
}

/** Gives every caller the same access token, and calls it the root user. */
export function knowsTheCaller(server: ScriptedServer): void {
  server.on(
    'POST /access_token',
    says({ access_token: accessToken, expires_in: 86_400, token_type: 'Bearer' }),
  );
  server.on('GET /blue/iam/v1/whoami', says({ id: root, parent: '', metadata: {} }));
}

/** The problem that this ends in. */
export async function problemFrom(promise: Promise<unknown>): Promise<Problem> {
  try {
    await promise;
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown;
    throw thrown;
  }
  throw new Error('it succeeded');
}

export async function factsFrom(promise: Promise<unknown>): Promise<ProblemFacts> {
  return (await problemFrom(promise)).facts;
}
