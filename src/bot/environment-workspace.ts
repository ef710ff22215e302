import type { Config } from '../config.js';
import { Away } from '../core/async/away.js';
import { WorkspaceId } from '../core/model/ids.js';
import type { Secret } from '../core/model/secret.js';
import type { Services } from '../slack/call/services.js';
import type { SlackCalls, TokenListener } from '../slack/web-api/slack-calls.js';
import { mayPass, slackReason } from '../slack/web-api/slack-errors.js';
import type { EnvironmentAccount } from './workspace-connections.js';
import { slackCalls, type WorkspaceDependencies, workspaceServices } from './workspace-services.js';

/** The workspace whose bot token the environment gives. */
export async function environmentWorkspace(
  dependencies: WorkspaceDependencies,
  botToken: Secret,
  tokenListener: TokenListener,
): Promise<Services> {
  const token = () => Promise.resolve(botToken);
  const { teamId } = await identityOf(slackCalls(dependencies, { token }));
  return workspaceServices(dependencies, {
    workspace: WorkspaceId.parse(teamId),
    token,
    tokenListener,
    environment: environmentAccount(dependencies.config),
  });
}

async function identityOf(calls: SlackCalls): ReturnType<SlackCalls['identity']> {
  try {
    return await calls.identity();
  } catch (cause) {
    const sentence = `Slack does not say whose token SLACK_BOT_TOKEN is (${slackReason(cause)}): check it, and that SLACK_API_URL can be reached.`;
    throw mayPass(cause) ? new Away(sentence, { cause }) : new Error(sentence, { cause });
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
