import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger as SlackLogger } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import { WorkspaceId } from '../core/api-client.js';
import { ClientDirectory } from '../core/client-directory.js';
import type { Connections } from '../core/connection.js';
import { Problem } from '../core/problem.js';
import type { Services } from '../slack/call.js';
import { SlackCalls } from '../slack/calls.js';
import { DirectMessages } from '../slack/direct-messages.js';
import { People } from '../slack/people.js';
import { connectAlphaus } from '../upstream/alphaus.js';
import type { Outside } from './outside.js';
import type { SharedServices } from './shared-services.js';

export interface Surroundings {
  readonly shared: SharedServices;
  readonly outside: Pick<Outside, 'fetch' | 'now'>;
  readonly log: Logger;
  readonly sdkLog: SlackLogger;
}

/** The workspace whose bot token the environment gives. */
export async function environmentWorkspace(config: Config, around: Surroundings): Promise<Services> {
  const { fetch, now } = around.outside;
  const calls = new SlackCalls({
    token: config.SLACK_BOT_TOKEN,
    apiUrl: config.SLACK_API_URL,
    log: around.sdkLog,
    fetch,
  });
  const { teamId } = await identityOf(calls);
  const workspace = WorkspaceId.parse(teamId);
  return {
    ...around.shared,
    workspace,
    connections: environmentConnection(config, around),
    calls,
    people: new People(calls, workspace, now),
    directMessages: new DirectMessages(calls),
  };
}

async function identityOf(calls: SlackCalls): ReturnType<SlackCalls['identity']> {
  try {
    return await calls.identity();
  } catch (cause) {
    const reason =
      cause instanceof Problem && cause.facts.kind === 'slack-failed' ? cause.facts.error : String(cause);
    throw new Error(
      `Slack does not say whose token SLACK_BOT_TOKEN is (${reason}): check it, and that SLACK_API_URL can be reached.`,
      { cause },
    );
  }
}

/** The connection that the environment gives. */
function environmentConnection(config: Config, { outside, log }: Surroundings): Connections {
  const alphaus = connectAlphaus({
    flavour: config.ALPHAUS_API,
    clientId: config.ALPHAUS_CLIENT_ID,
    clientSecret: config.ALPHAUS_CLIENT_SECRET,
    tokenUrl: config.ALPHAUS_AUTH_URL ?? `${config.ALPHAUS_LOGIN_URL}/ripple/access_token`,
    serviceUrl: config.ALPHAUS_SERVICE_URL,
    blueUrl: config.ALPHAUS_BLUE_URL,
    fetch: outside.fetch,
    now: Date.now,
    sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }),
    observe: (event) => log.debug({ ...event }, 'API call'),
  });
  const connection = { alphaus, directory: new ClientDirectory(alphaus, outside.now) };
  return { current: () => Promise.resolve(connection), known: () => connection };
}
