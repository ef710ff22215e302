import { words } from './words/words.js';
import type { Act, ActRefusal, ActRequest, ActResult } from '../../slack/wire/wire.js';

/** The server's sentence on why a person cannot do something. */
export class Refused extends Error {}

/** Sends what a person does. Throws `Refused` with a sentence that can be shown. */
export async function postAct(as: string, act: Act): Promise<ActResult> {
  const request: ActRequest = { as, ...act };
  let response: Response;
  try {
    response = await fetch('/sandbox/act', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
  } catch (cause) {
    throw new Refused(words.workspace.unreachable, { cause });
  }
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok && isActResult(answer)) return answer;
  throw new Refused(isRefusal(answer) ? answer.error : words.workspace.status(response.status));
}

function isActResult(answer: unknown): answer is ActResult {
  return typeof answer === 'object' && answer !== null && 'ok' in answer && 'ackMs' in answer;
}

function isRefusal(answer: unknown): answer is ActRefusal {
  return (
    typeof answer === 'object' && answer !== null && 'error' in answer && typeof answer.error === 'string'
  );
}
