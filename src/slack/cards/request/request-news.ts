import type { PersonId } from '../../../core/model/ids.js';
import type { ClientRequest } from '../../../core/requests/request.js';
import type { Words } from '../../text/words.js';
import { message } from '../../view/blocks.js';
import type { Message } from '../../web-api/slack-calls.js';
import { decidersButtons, requestersButtons } from './card.js';
import { factsInShort, inOneLine, isPrepared, type PreparedRequest } from './request-summary.js';

/**
 * What the requester is told once it is decided, or over; `undefined` when there is nothing to tell. `ask`: the admins
 * to whom it sends them.
 */
export function newsMessage(
  words: Words,
  request: ClientRequest,
  ask: readonly PersonId[],
): Message | undefined {
  const { state, name } = request;
  const { requests } = words;
  if (isPrepared(request)) return preparedNews(words, request);
  switch (state.kind) {
    case 'approved':
      return message([requests.approvedNews(name, state.approval)], ...requestersButtons(words, request));
    case 'denied':
      return message([requests.deniedNews(name, state.by, state.reason)]);
    case 'revoked':
      return message([requests.revokedNews(name, state.by)]);
    case 'expired':
      return message([
        state.approval === undefined
          ? requests.expiredNews(name)
          : requests.uncollectedNews(name, state.approval),
      ]);
    case 'closed':
      // Who is gone cannot be told.
      return state.why === 'requester-gone'
        ? undefined
        : message([requests.closedNews(name, state.why, ask)]);
    // The requester's own click answers by itself.
    case 'open':
    case 'collecting':
    case 'collected':
    case 'ambiguous':
    case 'withdrawn':
      return undefined;
  }
}

/** The card on which it was prepared asks its recipient: the rest is news where they can do nothing any more. */
function preparedNews(
  { prepared }: Words,
  { name, preparedBy, state }: PreparedRequest,
): Message | undefined {
  if (state.kind === 'revoked') return message([prepared.takenBackNews(name, state.by)]);
  if (state.kind === 'expired') return message([prepared.expiredNews(name, preparedBy)]);
  // Who is gone cannot be told.
  if (state.kind !== 'closed' || state.why === 'requester-gone') return undefined;
  return message([prepared.closedNews(name, preparedBy)]);
}

/** What the person is told who prepared it, where nothing was created; `undefined` where their card says enough. */
export function preparersNews({ prepared }: Words, request: ClientRequest): Message | undefined {
  if (!isPrepared(request)) return undefined;
  const { name, requester, preparedBy, state } = request;
  if (state.kind === 'withdrawn') return message([prepared.declinedNews(name, requester)]);
  const isOver = state.kind === 'expired' || state.kind === 'closed';
  const byAnother = state.kind === 'revoked' && state.by !== preparedBy;
  return isOver || byAnother ? message([prepared.notCreatedNews(request)]) : undefined;
}

/** Tells the requester what they can still do, and what happened once they cannot any more. */
export function collectReminderMessage(words: Words, request: ClientRequest): Message {
  const { name, state } = request;
  if (state.kind !== 'approved') return message([inOneLine(words, request)]);
  const until = new Date(state.approval.collectBy);
  const said = isPrepared(request)
    ? words.prepared.reminder(name, request.preparedBy, until)
    : words.requests.collectReminder(name, until);
  return message([said], ...requestersButtons(words, request));
}

/** A reminder stands for the request as its card does: it can be decided there. */
export function reminderMessage(words: Words, request: ClientRequest, now: Date): Message {
  const { name, requester, createdAt, state } = request;
  const first = words.requests.reminder(name, requester, new Date(createdAt));
  if (state.kind !== 'open') return message([words.requests.inOneLine(request)]);
  return message([first, ...factsInShort(words, request)], ...decidersButtons(words, { request, now }));
}
