import type { TokenAnswer, TokenRequest } from '../../../token-answer.js';
import { words } from '../words/words.js';

/** Asks the sandbox API for an access token, as a program would. */
export async function requestToken(credentials: TokenRequest): Promise<TokenAnswer> {
  try {
    const response = await fetch('/sandbox/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(credentials),
    });
    const answer: unknown = await response.json();
    if (isTokenAnswer(answer)) return answer;
    return { kind: 'refused', status: response.status, reason: words.trial.unexpected, why: 'other' };
  } catch {
    return { kind: 'refused', status: 0, reason: '', why: 'unreachable' };
  }
}

function isTokenAnswer(answer: unknown): answer is TokenAnswer {
  return typeof answer === 'object' && answer !== null && 'kind' in answer;
}
