import type { Logger as SlackLogger } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import { grantsInForce } from '../core/rules/grants-in-force.js';
import type { KeptLists } from '../core/connection/kept-lists.js';
import type { PersonId, WorkspaceId } from '../core/model/ids.js';
import type { Secret } from '../core/model/secret.js';
import type { Services } from '../slack/call/services.js';
import { readersWords } from '../slack/people/readers-words.js';
import { SlackCalls, type TokenListener } from '../slack/web-api/slack-calls.js';
import { DirectMessages } from '../slack/web-api/direct-messages.js';
import { People } from '../slack/people/people.js';
import { ResponseUrls } from '../slack/web-api/response-urls.js';
import type { WebClients } from '../slack/web-api/web-clients.js';
import type { ConnectionRecords } from '../storage/records/connections.js';
import { connectAt } from './alphaus-addresses.js';
import type { FetchLanes } from '../http/fetch-lanes.js';
import type { Metrics } from './metrics.js';
import type { Runtime } from './runtime.js';
import type { SharedServices } from './shared-services.js';
import { type EnvironmentAccount, WorkspaceConnections } from './workspace-connections.js';

export interface WorkspaceDependencies {
  readonly config: Config;
  readonly shared: SharedServices;
  readonly connectionRecords: ConnectionRecords;
  readonly runtime: Pick<Runtime, 'fetch' | 'now'>;
  readonly lanes: FetchLanes;
  readonly lists: KeptLists;
  readonly clients: WebClients;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly sdkLog: SlackLogger;
}

export interface WorkspaceFacts {
  readonly workspace: WorkspaceId;
  readonly installedBy?: PersonId | undefined;
  readonly token: () => Promise<Secret>;
  readonly tokenListener?: TokenListener | undefined;
  readonly environment?: EnvironmentAccount | undefined;
}

export function slackCalls(
  { config, runtime, clients, metrics, sdkLog }: WorkspaceDependencies,
  { token, tokenListener }: Pick<WorkspaceFacts, 'token' | 'tokenListener'>,
  fetch = runtime.fetch,
): SlackCalls {
  return new SlackCalls({
    token,
    apiUrl: config.SLACK_API_URL,
    log: sdkLog,
    fetch,
    // A trigger does not wait for anybody's share.
    urgentFetch: runtime.fetch,
    clients,
    tokenListener,
    observe: metrics.slack,
  });
}

/** Everything of one workspace. */
export function workspaceServices(dependencies: WorkspaceDependencies, facts: WorkspaceFacts): Services {
  const { workspace } = facts;
  const fetch = dependencies.lanes.of(workspace);
  const { now } = dependencies.runtime;
  const calls = slackCalls(dependencies, facts, fetch);
  const connections = new WorkspaceConnections({
    workspace,
    records: dependencies.connectionRecords,
    connect: connectAt(dependencies.config, { fetch }, (event) => {
      dependencies.log.debug({ ...event }, 'API call');
      dependencies.metrics.apiCall(event);
    }),
    environment: facts.environment,
    lists: dependencies.lists,
    now,
  });
  const people = new People(calls, workspace, now);
  const { rules } = dependencies.shared;
  return {
    ...dependencies.shared,
    rules: grantsInForce(rules, { connections, now }),
    workspace,
    installedBy: facts.installedBy,
    connections,
    calls,
    people,
    directMessages: new DirectMessages(calls),
    responseUrls: new ResponseUrls(fetch),
    ...readersWords({ workspace, rules, people, now, log: dependencies.log }),
  };
}
