import type { Logger as SlackLogger } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import { WorkspaceId } from '../core/api-client.js';
import { Problem } from '../core/problem.js';
import type { Secret } from '../core/secret.js';
import type { Services } from '../slack/call.js';
import { SlackCalls } from '../slack/calls.js';
import { DirectMessages } from '../slack/direct-messages.js';
import { People } from '../slack/people.js';
import type { ConnectionRecords } from '../storage/connections.js';
import { connectAt } from './alphaus-addresses.js';
import type { Metrics } from './metrics.js';
import type { Outside } from './outside.js';
import type { SharedServices } from './shared-services.js';
import { type EnvironmentAccount, WorkspaceConnections } from './workspace-connections.js';

export interface Surroundings {
  readonly shared: SharedServices;
  readonly connectionRecords: ConnectionRecords;
  readonly outside: Pick<Outside, 'fetch' | 'now'>;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly sdkLog: SlackLogger;
}

/** The workspace whose bot token the environment gives. */
export async function environmentWorkspace(
  config: Config,
  botToken: Secret,
  around: Surroundings,
): Promise<Services> {
  const { fetch, now } = around.outside;
  const calls = new SlackCalls({
    token: botToken,
    apiUrl: config.SLACK_API_URL,
    log: around.sdkLog,
    fetch,
    observe: around.metrics.slack,
  });
  const { teamId } = await identityOf(calls);
  const workspace = WorkspaceId.parse(teamId);
  return {
    ...around.shared,
    workspace,
    installedBy: undefined,
    connections: new WorkspaceConnections({
      workspace,
      records: around.connectionRecords,
      connect: connectAt(config, around.outside, (event) => {
        around.log.debug({ ...event }, 'API call');
        around.metrics.apiCall(event);
      }),
      environment: environmentAccount(config),
      now,
    }),
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

/** The account that the environment gives; a token endpoint outside of `/ripple` is Wave's. */
function environmentAccount(config: Config): EnvironmentAccount | undefined {
  const tokenUrl = config.ALPHAUS_AUTH_URL;
  const isWave = tokenUrl !== undefined && !new URL(tokenUrl).pathname.startsWith('/ripple/');
  return (
    config.alphaus && {
      ...config.alphaus,
      product: isWave ? 'wave' : 'ripple',
      flavour: config.ALPHAUS_API,
      tokenUrl,
    }
  );
}
