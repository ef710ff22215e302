import type { Logger as SlackLogger } from '@slack/bolt';
import { LogLevel } from '@slack/bolt';
import { type DestinationStream, type Logger, pino } from 'pino';
import { LogOutput } from './log-output.js';

/** Paths that must never hold a readable value, whatever is logged by mistake. */
const REDACTED = [
  'secret',
  'clientSecret',
  'client_secret',
  'token',
  'accessToken',
  'access_token',
  'authorization',
  'password',
  'signingSecret',
].flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** JSON lines on standard output. */
export function createLog(level: string, destination: DestinationStream = new LogOutput()): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: REDACTED, censor: '[secret]' },
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return pino(options, destination);
}

/**
 * The Slack SDK's logger. It never goes below info: at debug the SDK prints the text of blocks,
 * and a secret's message would be among them.
 */
export function slackSdkLog(log: Logger): SlackLogger {
  let name = 'slack-sdk';
  const said = (parts: readonly unknown[]): string =>
    parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ');
  return {
    debug: () => undefined,
    info: (...parts) => log.info({ component: name }, said(parts)),
    warn(...parts) {
      const line = said(parts);
      // The SDK logs each failed attempt; the outcome of the call is logged by its caller.
      const level = line.startsWith('http request failed') ? 'debug' : 'warn';
      log[level]({ component: name }, line);
    },
    error: (...parts) => log.error({ component: name }, said(parts)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: (given) => {
      name = given;
    },
  };
}
