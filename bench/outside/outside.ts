import { type SandboxApi, type SandboxApiOptions, startSandboxApi } from '../../sandbox/api/start-api.js';
import type { SandboxSlack } from '../../sandbox/slack/start-slack.js';
import { environmentFor, startSlack } from '../../test/harness.js';
import { type Answer, type Arrival, type Gate, startGate } from './gate.js';

/** What a bot talks to: the sandboxes of Slack and of the API, each behind a gate. */
export interface Outside {
  readonly slack: SandboxSlack;
  readonly api: SandboxApi;
  readonly slackGate: Gate;
  readonly apiGate: Gate;
  /** The bot's variables, leading it to the gates; its store is to be added. */
  readonly environment: Readonly<Record<string, string>>;
  readonly signingSecret: string;
  /** Where answers to interactions can be sent as often as one likes. */
  readonly responseUrl: string;
  close(): Promise<void>;
}

export interface OutsideOptions {
  readonly api?: SandboxApiOptions;
  readonly slack?: Parameters<typeof startSlack>[0];
  /** Environment of the bot, beside the addresses that lead it here. */
  readonly environment?: Readonly<Record<string, string>>;
  /** In milliseconds, of both. */
  readonly serviceTimeMs?: number;
  readonly slackArrived?: (call: Arrival) => void;
  readonly slackAnswered?: (call: Arrival, answer: string) => void;
  /** Answers instead of the sandbox's Slack when it returns something. */
  readonly slackInstead?: (call: Arrival) => Answer | undefined;
  readonly apiAnswered?: (call: Arrival, answer: string) => void;
}

const RESPONSE_PATH = '/response/';

export async function startOutside(options: OutsideOptions = {}): Promise<Outside> {
  const [api, slack] = await Promise.all([startSandboxApi(options.api), startSlack(options.slack)]);
  const slackGate = await startGate({
    target: slack.url,
    ...(options.slackArrived !== undefined && { arrived: options.slackArrived }),
    ...(options.slackAnswered !== undefined && { answered: options.slackAnswered }),
    instead: (call) =>
      call.path.startsWith(RESPONSE_PATH) ? { status: 200, body: 'ok' } : options.slackInstead?.(call),
  });
  const apiGate = await startGate({
    target: api.origin,
    ...(options.apiAnswered !== undefined && { answered: options.apiAnswered }),
  });
  slackGate.serviceTimeMs = options.serviceTimeMs ?? 0;
  apiGate.serviceTimeMs = options.serviceTimeMs ?? 0;
  const environment = environmentFor(api, slack);
  const signingSecret = environment['SLACK_SIGNING_SECRET'];
  if (signingSecret === undefined) throw new Error('the bot gets no signing secret');

  return {
    slack,
    api,
    slackGate,
    apiGate,
    environment: {
      ...environment,
      SLACK_API_URL: slack.apiUrl.replace(slack.url, slackGate.url),
      ALPHAUS_LOGIN_URL: api.loginUrl.replace(api.origin, apiGate.url),
      ALPHAUS_SERVICE_URL: api.serviceUrl.replace(api.origin, apiGate.url),
      ALPHAUS_BLUE_URL: api.blueUrl.replace(api.origin, apiGate.url),
      LOG_LEVEL: 'info',
      ...options.environment,
    },
    signingSecret,
    responseUrl: `${slackGate.url}${RESPONSE_PATH}bench`,
    async close() {
      await slackGate.close();
      await apiGate.close();
      await slack.close();
      await api.stop();
    },
  };
}
