import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import type { SlackCallOutcome } from './observer.js';

export function outcomeOf(error: unknown): SlackCallOutcome {
  if (error instanceof WebAPIRateLimitedError) return 'rate-limited';
  return error instanceof WebAPIPlatformError ? 'refused' : 'failed';
}

/** Slack's own word for what went wrong, with its details; without an answer, the error's name. */
export function errorCode(error: unknown): string {
  if (error instanceof WebAPIPlatformError) {
    const details = error.data.response_metadata?.messages ?? [];
    return [error.data.error, ...details].join(' ');
  }
  if (error instanceof WebAPIRateLimitedError) return 'ratelimited';
  return error instanceof Error ? error.name : 'unknown';
}
