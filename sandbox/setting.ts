import { randomBytes } from 'node:crypto';
import type { SandboxApi } from './api/start-api.js';
import type { SandboxSlack } from './slack/start-slack.js';
import type { SandboxSlackOptions } from './slack/slack-parts.js';
import type { Identity } from './state-directory.js';

/** What kind of deployment the sandbox shows. */
export interface Setting {
  /** Several workspaces and an organisation, into which the app is installed by its pages, instead of one with a token. */
  readonly workspaces: boolean;
  /** The bot opens sockets to Slack, instead of being reached over HTTP. */
  readonly socketMode: boolean;
}

export interface Deployment {
  readonly slack: Pick<
    SandboxSlackOptions,
    'botToken' | 'moreWorkspaces' | 'enterprise' | 'oauth' | 'appToken'
  >;
  /** The bot's variables that differ from one setting to another. */
  environment(
    slack: Pick<SandboxSlack, 'authorizeUrl'>,
    api: Pick<SandboxApi, 'rootClient'>,
  ): Record<string, string>;
}

const GLOBEX = { id: 'E0GLOBEX', name: 'Globex', workspaceIds: ['T2EAST', 'T3WEST'] };
const MORE_WORKSPACES = [
  { id: 'T1ACME', name: 'Acme' },
  { id: 'T2EAST', name: 'Globex East' },
  { id: 'T3WEST', name: 'Globex West' },
];

/** What Slack and the bot are told, so that they know each other in this setting. */
export function deploymentOf(
  { workspaces, socketMode }: Setting,
  { signingSecret, botToken }: Identity,
): Deployment {
  const oauth = { clientId: '100.200', clientSecret: randomBytes(16).toString('hex') };
  const stateSecret = randomBytes(32).toString('base64');
  const appToken = `xapp-sandbox-${randomBytes(12).toString('hex')}`;
  const receiving: Record<string, string> = socketMode
    ? { SLACK_APP_TOKEN: appToken }
    : { SLACK_SIGNING_SECRET: signingSecret };
  return {
    slack: {
      ...(socketMode && { appToken }),
      ...(workspaces ? { oauth, moreWorkspaces: MORE_WORKSPACES, enterprise: GLOBEX } : { botToken }),
    },
    environment: ({ authorizeUrl }, { rootClient }) => ({
      ...receiving,
      ...(workspaces
        ? {
            SLACK_CLIENT_ID: oauth.clientId,
            SLACK_CLIENT_SECRET: oauth.clientSecret,
            SLACK_STATE_SECRET: stateSecret,
            SLACK_AUTHORIZE_URL: authorizeUrl,
          }
        : {
            SLACK_BOT_TOKEN: botToken,
            ALPHAUS_CLIENT_ID: rootClient.id,
            ALPHAUS_CLIENT_SECRET: rootClient.secret,
          }),
    }),
  };
}
