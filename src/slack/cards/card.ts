import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { RequestId } from '../../core/model/ids.js';
import { type ClientRequest, isDecidable } from '../../core/requests/request.js';
import { actions, header, message } from '../view/blocks.js';
import type { Message } from '../web-api/slack-calls.js';
import { buttonFace } from '../call/conversation.js';
import { type Inline, plainText, richText, type Sentence } from '../text/sentence.js';
import { en } from '../text/en/en.js';

const words = en.requests;

/** App Home, or a page of `requests`: drawn anew after the act. Absent on a card. */
const From = z.union([z.literal('home'), z.number().int().min(0)]).optional();
export type From = z.infer<typeof From>;

/** All that a card carries: which request, and where the button stands if that is no card. */
export const OfRequest = z.object({ id: RequestId, from: From });
export type OfRequest = z.infer<typeof OfRequest>;

export const approveFace = buttonFace('request.approve.v1', OfRequest);
export const denyFace = buttonFace('request.deny.v1', OfRequest);
export const withdrawFace = buttonFace('request.withdraw.v1', OfRequest);
export const collectFace = buttonFace('request.collect.v1', OfRequest);

/** Everything that a decision needs. */
export function requestFacts(request: ClientRequest, reader: 'decider' | 'requester'): readonly Sentence[] {
  const { facts } = words;
  const label = (text: string) => ({ bold: `${text}: ` });
  const notSure = reader === 'decider' ? words.notSureOnCard : words.notSure;
  const user = request.user ?? ('approval' in request.state ? request.state.approval?.user : undefined);
  return [
    [label(facts.name), request.name],
    [label(facts.user), user === undefined ? notSure : en.alphausUser(user)],
    [label(facts.purpose), request.purpose],
    [label(facts.owner), ...words.owner(request.owner)],
    ...(reader === 'decider'
      ? [
          [label(facts.requester), { person: request.requester }],
          [label(facts.owned), words.owned(request.ownedThen)],
        ]
      : []),
    [label(facts.asked), { time: new Date(request.createdAt) }],
    ...(request.state.kind === 'open' ? [[label(facts.until), { time: new Date(request.openUntil) }]] : []),
  ];
}

const decisionButtons = (request: ClientRequest, from?: From) =>
  actions(
    approveFace.element(words.approve, valueOf(request, from), { style: 'primary' }),
    denyFace.element(words.deny, valueOf(request, from), { style: 'danger' }),
  );

const valueOf = ({ id }: ClientRequest, from: From): OfRequest =>
  from === undefined ? { id } : { id, from };

/** What those who decide can still do about it. */
export function decidersButtons(request: ClientRequest, now: Date, from?: From): readonly KnownBlock[] {
  return isDecidable(request, now) ? [decisionButtons(request, from)] : [];
}

/** What the requester can still do about it. */
export function requestersButtons(request: ClientRequest, from?: From): readonly KnownBlock[] {
  const value = valueOf(request, from);
  const withdraw = withdrawFace.element(words.withdraw, value);
  const { kind } = request.state;
  if (kind === 'open') return [actions(withdraw)];
  if (kind !== 'approved') return [];
  return [actions(collectFace.element(words.collect, value, { style: 'primary' }), withdraw)];
}

/** The card for those who decide: in the approvals channel, or in their DM. */
export function decidersCard(request: ClientRequest, now: Date, mention: readonly Inline[]): Message {
  return card(words.title, request, 'decider', [
    ...(mention.length > 0 && request.state.kind === 'open'
      ? [richText([words.mention, ...mention.flatMap((one, index) => (index === 0 ? [one] : [', ', one]))])]
      : []),
    ...decidersButtons(request, now),
  ]);
}

/** The card in the requester's DM. `collectsHere`: there is no other message with that button. */
export function requestersCard(request: ClientRequest, collectsHere: boolean): Message {
  const buttons = request.state.kind === 'approved' && !collectsHere ? [] : requestersButtons(request);
  return card(words.yours, request, 'requester', buttons);
}

function card(
  title: string,
  request: ClientRequest,
  reader: 'decider' | 'requester',
  rest: readonly KnownBlock[],
): Message {
  const facts = requestFacts(request, reader);
  const state = words.state(request.state);
  return {
    text: plainText([title], ...facts, state),
    blocks: [header(title), richText(...facts), richText(state), ...rest],
  };
}

/** What the requester is told once it is decided, or over; `undefined` when there is nothing to tell. */
export function newsMessage(request: ClientRequest): Message | undefined {
  const { state, name } = request;
  switch (state.kind) {
    case 'approved': {
      const { by, collectBy } = state.approval;
      return message([words.approvedNews(name, by, new Date(collectBy))], ...requestersButtons(request));
    }
    case 'denied':
      return message([words.deniedNews(name, state.by, state.reason)]);
    case 'expired':
      return message([
        state.approval === undefined
          ? words.expiredNews(name)
          : words.uncollectedNews(name, state.approval.by),
      ]);
    case 'closed':
      // Who is gone cannot be told.
      return state.why === 'requester-gone' ? undefined : message([words.closedNews(name)]);
    // The requester's own click answers by itself.
    case 'open':
    case 'collecting':
    case 'collected':
    case 'ambiguous':
    case 'withdrawn':
      return undefined;
  }
}

/** Says to the requester what they can still do, and what became of it once they cannot any more. */
export function collectReminderMessage(request: ClientRequest): Message {
  const { name, state } = request;
  if (state.kind !== 'approved') return message([[{ bold: name }, ': ', ...words.state(state)]]);
  const until = new Date(state.approval.collectBy);
  return message([words.collectReminder(name, until)], ...requestersButtons(request));
}

/** A reminder stands for the request as its card does: it can be decided there. */
export function reminderMessage(request: ClientRequest, now: Date): Message {
  const { name, requester, createdAt, state } = request;
  const first = words.reminder(name, requester, new Date(createdAt));
  if (state.kind !== 'open') return message([[{ bold: name }, ': ', ...words.state(state)]]);
  return message([first, ...requestFacts(request, 'decider').slice(1, 4)], ...decidersButtons(request, now));
}
