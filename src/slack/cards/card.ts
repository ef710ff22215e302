import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { RequestId } from '../../core/model/ids.js';
import { type ClientRequest, isDecidable, isLive } from '../../core/requests/request.js';
import { actions, header, message } from '../view/blocks.js';
import type { Message } from '../web-api/slack-calls.js';
import { buttonFace } from '../call/conversation.js';
import { type Inline, mentionOf, plainText, richText, type Sentence } from '../text/sentence.js';
import type { Words } from '../text/words.js';

/** App Home, or a page of `requests`, to redraw after the act. Absent on a card. */
const From = z.union([z.literal('home'), z.number().int().min(0)]).optional();
export type From = z.infer<typeof From>;

/** All that a card carries: which request, and where the button stands if that is no card. */
export const OfRequest = z.object({ id: RequestId, from: From });
export type OfRequest = z.infer<typeof OfRequest>;

export const approveFace = buttonFace('request.approve.v1', OfRequest);
export const denyFace = buttonFace('request.deny.v1', OfRequest);
export const withdrawFace = buttonFace('request.withdraw.v1', OfRequest);
export const revokeFace = buttonFace('request.revoke.v1', OfRequest);
export const collectFace = buttonFace('request.collect.v1', OfRequest);

/** Everything that a decision needs. */
export function requestFacts(
  words: Words,
  request: ClientRequest,
  reader: 'decider' | 'requester',
): readonly Sentence[] {
  const { fact } = words;
  const { facts, notSureOnCard, owned, ...rest } = words.requests;
  const notSure = reader === 'decider' ? notSureOnCard : rest.notSure;
  const user = request.user ?? ('approval' in request.state ? request.state.approval?.user : undefined);
  return [
    fact(facts.name, request.name),
    fact(facts.user, user === undefined ? notSure : words.alphausUser(user)),
    fact(facts.purpose, request.purpose),
    fact(facts.owner, mentionOf(request.owner)),
    ...(reader === 'decider'
      ? [fact(facts.requester, { person: request.requester }), fact(facts.owned, owned(request.ownedThen))]
      : []),
    fact(facts.asked, { time: new Date(request.createdAt) }),
    ...(request.state.kind === 'open' ? [fact(facts.until, { time: new Date(request.openUntil) })] : []),
    ...(request.accountGoneSince !== undefined && isLive(request) ? [words.requests.accountGone] : []),
  ];
}

const decisionButtons = (words: Words, request: ClientRequest, from?: From) =>
  actions(
    approveFace.element(words.requests.approve, valueOf(request, from), { style: 'primary' }),
    denyFace.element(words.requests.deny, valueOf(request, from), { style: 'danger' }),
  );

const valueOf = ({ id }: ClientRequest, from: From): OfRequest =>
  from === undefined ? { id } : { id, from };

/** A request as it is shown to those who decide. */
export interface ForDeciders {
  readonly request: ClientRequest;
  readonly now: Date;
  readonly from?: From;
}

/** What those who decide can still do about it. */
export function decidersButtons(words: Words, { request, now, from }: ForDeciders): readonly KnownBlock[] {
  if (isDecidable(request, now)) return [decisionButtons(words, request, from)];
  if (request.state.kind !== 'approved') return [];
  const look = { style: 'danger', confirm: words.requests.revokeConfirm } as const;
  return [actions(revokeFace.element(words.requests.revoke, valueOf(request, from), look))];
}

/** What the requester can still do about it. */
export function requestersButtons(words: Words, request: ClientRequest, from?: From): readonly KnownBlock[] {
  const value = valueOf(request, from);
  const withdraw = withdrawFace.element(words.requests.withdraw, value);
  const { kind } = request.state;
  if (kind === 'open') return [actions(withdraw)];
  if (kind !== 'approved') return [];
  return [actions(collectFace.element(words.requests.collect, value, { style: 'primary' }), withdraw)];
}

/** The card for those who decide: in the approvals channel, or in their DM. */
export function decidersCard(
  words: Words,
  { request, now, mention }: ForDeciders & { readonly mention: readonly Inline[] },
): Message {
  const { title, mention: forAttention } = words.requests;
  return card(words, { title, request, reader: 'decider' }, [
    ...(mention.length > 0 && request.state.kind === 'open' ? [richText(forAttention(mention))] : []),
    ...decidersButtons(words, { request, now }),
  ]);
}

/** The card in the requester's DM. `collectsHere`: there is no other message with that button. */
export function requestersCard(words: Words, request: ClientRequest, collectsHere: boolean): Message {
  const buttons = request.state.kind === 'approved' && !collectsHere ? [] : requestersButtons(words, request);
  return card(words, { title: words.requests.yours, request, reader: 'requester' }, buttons);
}

interface Shown {
  readonly title: string;
  readonly request: ClientRequest;
  readonly reader: 'decider' | 'requester';
}

function card(words: Words, { title, request, reader }: Shown, rest: readonly KnownBlock[]): Message {
  const facts = requestFacts(words, request, reader);
  const state = words.requests.state(request.state);
  return {
    text: plainText([title], ...facts, state),
    blocks: [header(title), richText(...facts), richText(state), ...rest],
  };
}

/** What the requester is told once it is decided, or over; `undefined` when there is nothing to tell. */
export function newsMessage(words: Words, request: ClientRequest): Message | undefined {
  const { state, name } = request;
  const { requests } = words;
  switch (state.kind) {
    case 'approved': {
      const { by, collectBy } = state.approval;
      return message(
        [requests.approvedNews(name, by, new Date(collectBy))],
        ...requestersButtons(words, request),
      );
    }
    case 'denied':
      return message([requests.deniedNews(name, state.by, state.reason)]);
    case 'revoked':
      return message([requests.revokedNews(name, state.by)]);
    case 'expired':
      return message([
        state.approval === undefined
          ? requests.expiredNews(name)
          : requests.uncollectedNews(name, state.approval.by),
      ]);
    case 'closed':
      // Who is gone cannot be told.
      return state.why === 'requester-gone' ? undefined : message([requests.closedNews(name)]);
    // The requester's own click answers by itself.
    case 'open':
    case 'collecting':
    case 'collected':
    case 'ambiguous':
    case 'withdrawn':
      return undefined;
  }
}

/** Tells the requester what they can still do, and what happened once they cannot any more. */
export function collectReminderMessage(words: Words, request: ClientRequest): Message {
  const { name, state } = request;
  if (state.kind !== 'approved') return message([words.requests.inOneLine(request)]);
  const until = new Date(state.approval.collectBy);
  return message([words.requests.collectReminder(name, until)], ...requestersButtons(words, request));
}

/** A reminder stands for the request as its card does: it can be decided there. */
export function reminderMessage(words: Words, request: ClientRequest, now: Date): Message {
  const { name, requester, createdAt, state } = request;
  const first = words.requests.reminder(name, requester, new Date(createdAt));
  if (state.kind !== 'open') return message([words.requests.inOneLine(request)]);
  return message(
    [first, ...requestFacts(words, request, 'decider').slice(1, 4)],
    ...decidersButtons(words, { request, now }),
  );
}
