import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { Problem } from '../../core/problem.js';
import { slackRefusal } from '../refusal.js';
import type { SlackCallOutcome } from '../observer.js';

/** The SDK takes an answer that is not JSON for a refusal, and all of it, tokens included, for Slack's word. */
const WORD = /^[a-z][a-z0-9_]{0,99}$/i;

/** Slack's own word for why it refused; `undefined` where it said nothing that can be read. */
export function refusalOf(error: unknown): string | undefined {
  if (!(error instanceof WebAPIPlatformError)) return undefined;
  const word = error.data.error;
  return WORD.test(word) ? word : undefined;
}

export function outcomeOf(error: unknown): SlackCallOutcome {
  if (error instanceof WebAPIRateLimitedError) return 'rate-limited';
  return refusalOf(error) === undefined ? 'failed' : 'refused';
}

/** Slack's own word for what went wrong, with its details; without an answer, the error's name. */
export function errorCode(error: unknown): string {
  if (error instanceof WebAPIRateLimitedError) return 'ratelimited';
  if (!(error instanceof WebAPIPlatformError)) {
    return error instanceof Error ? [error.name, networkCode(error) ?? []].flat().join(' ') : 'UnknownError';
  }
  const word = refusalOf(error);
  if (word === undefined) return 'UnreadableAnswer';
  return [word, ...(error.data.response_metadata?.messages ?? [])].join(' ');
}

/** Why a call of ours failed, for an operator: Slack's own word where it gave one, else what was thrown. */
export function slackReason(error: unknown): string {
  return error instanceof Problem && error.facts.kind === 'slack-failed' ? error.facts.error : String(error);
}

/** A certificate that is not trusted now will not be in a minute either. */
const CERTIFICATE_REFUSED = /CERT|SIGNATURE|ALTNAME/;

/** Whether the same call may get through later, without a change of anything here. */
export function mayPass(error: unknown): boolean {
  const reason = error instanceof Problem ? slackReason(error) : errorCode(error);
  return slackRefusal(reason.split(' ', 1)[0] ?? '') === 'passing' && !CERTIFICATE_REFUSED.test(reason);
}

/** Why no connection came about, by the system's own word; `undefined` where one did. */
function networkCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  // The SDK's own codes are in lower case.
  if ('code' in error && typeof error.code === 'string' && /^[A-Z_]+$/.test(error.code)) return error.code;
  return networkCode(error.cause);
}
