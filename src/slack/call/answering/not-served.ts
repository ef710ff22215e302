import type { AnyMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { wordsFor } from '../../text/languages.js';
import { message } from '../../view/blocks.js';
import type { ResponseUrls } from '../../web-api/response-urls.js';
import { sendable } from '../../web-api/sendable.js';
import type { Message } from '../../web-api/slack-calls.js';
import { notTaken } from './form-answer.js';
import { sentenceFor } from './outcome.js';

export const isSubmission = (
  did: SlackViewMiddlewareArgs,
): did is SlackViewMiddlewareArgs<ViewSubmitAction> => did.body.type === 'view_submission';

/**
 * Answers what somebody did in a workspace that can't be read now, the person's language included: in every language. What
 * has no way to an answer stays unacknowledged, and Slack says that it failed.
 */
export async function answerUnserved(
  did: AnyMiddlewareArgs,
  error: unknown,
  { reference, responseUrls }: { readonly reference: string; readonly responseUrls: ResponseUrls },
): Promise<void> {
  const said = inEveryLanguage(error, reference);
  if ('command' in did) return did.ack({ response_type: 'ephemeral', ...sendable(said) });
  if ('view' in did && isSubmission(did))
    return did.ack(notTaken({ words: wordsFor('en'), cameFrom: {} }, did.view, said));
  if ('action' in did && 'response_url' in did.body && did.body.response_url !== '') {
    await did.ack();
    await responseUrls.reply(did.body.response_url, said);
  }
}

const inEveryLanguage = (error: unknown, reference: string): Message =>
  message(
    [wordsFor('en'), wordsFor('ja')].flatMap((words) => [
      sentenceFor(words, error),
      words.reference(reference),
    ]),
  );
