import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { type PersonId, RequestId } from '../../core/model/ids.js';
import type { AlphausUserName } from '../../core/model/api-client.js';
import { type ClientRequest, isDecidable, isLive, whoApproved } from '../../core/requests/request.js';
import { actions, header, lastMinuteOf, plain } from '../view/blocks.js';
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
export const approveWithCommentFace = buttonFace('request.approve-with-comment.v1', OfRequest);
export const denyFace = buttonFace('request.deny.v1', OfRequest);
export const withdrawFace = buttonFace('request.withdraw.v1', OfRequest);
export const revokeFace = buttonFace('request.revoke.v1', OfRequest);
export const collectFace = buttonFace('request.collect.v1', OfRequest);

/** The Alphaus user that is asked for, or that an approver picked. */
function userOf({ user, state }: ClientRequest): AlphausUserName | undefined {
  if (user !== undefined) return user;
  if (state.kind === 'open') return state.picked;
  return 'approval' in state ? state.approval?.user : undefined;
}

/** A request that somebody prepared for its requester. */
export type PreparedRequest = ClientRequest & { readonly preparedBy: PersonId };
export const isPrepared = (request: ClientRequest): request is PreparedRequest =>
  request.preparedBy !== undefined;

/** A button's name, and where it stands. */
export const inOneLine = ({ requests, prepared }: Words, request: ClientRequest): Sentence =>
  isPrepared(request) ? prepared.inOneLine(request) : requests.inOneLine(request);

/** Where the request stands, as everyone who sees it reads it. */
export function stateOf({ requests, prepared }: Words, request: ClientRequest): readonly Sentence[] {
  if (isPrepared(request)) return [prepared.state(request)];
  const { state, adminsAskedAt } = request;
  const asked = state.kind === 'open' && adminsAskedAt !== undefined;
  return [requests.state(state), ...(asked ? [requests.adminsAsked(new Date(adminsAskedAt))] : [])];
}

/** Everything that a decision needs. */
export function requestFacts(
  words: Words,
  request: ClientRequest,
  reader: 'decider' | 'requester',
): readonly Sentence[] {
  const { fact } = words;
  const { facts, notSureOnCard, owned, ...rest } = words.requests;
  const notSure = reader === 'decider' ? notSureOnCard : rest.notSure;
  const user = userOf(request);
  return [
    fact(facts.name, request.name),
    fact(facts.user, user === undefined ? notSure : words.alphausUser(user)),
    fact(facts.purpose, request.purpose),
    fact(facts.owner, mentionOf(request.owner)),
    ...(request.endsAt === undefined ? [] : [fact(words.facts.until, lastMinuteOf(request.endsAt))]),
    ...(reader === 'decider'
      ? [
          fact(isPrepared(request) ? words.prepared.for : facts.requester, { person: request.requester }),
          fact(facts.owned, owned(request.ownedThen)),
        ]
      : []),
    fact(facts.asked, { time: new Date(request.createdAt) }),
    ...(request.state.kind === 'open' ? [fact(facts.until, { time: new Date(request.openUntil) })] : []),
    ...(request.accountGoneSince !== undefined && isLive(request) ? [words.requests.accountGone] : []),
  ];
}

/** Offers the Alphaus users, where the requester was not sure: its id is that of the typeahead, too. */
export const PICKED_USER = 'request.user.v1';
/** Several requests may stand in one message: each has a select of its own. */
export const pickBlockOf = ({ id }: Pick<ClientRequest, 'id'>): string => `${PICKED_USER}:${id}`;

function userPicker(words: Words, request: ClientRequest): readonly KnownBlock[] {
  if (userOf(request) !== undefined) return [];
  return [
    {
      type: 'actions',
      block_id: pickBlockOf(request),
      elements: [
        {
          type: 'external_select',
          action_id: PICKED_USER,
          placeholder: plain(words.facts.user),
          min_query_length: 0,
        },
      ],
    },
  ];
}

function decisionButtons(words: Words, request: ClientRequest, from: From): readonly KnownBlock[] {
  const { approve, approveWithComment, deny } = words.requests;
  const value = valueOf(request, from);
  return [
    ...userPicker(words, request),
    actions(
      approveFace.element(approve, value, { style: 'primary' }),
      approveWithCommentFace.element(approveWithComment, value),
      denyFace.element(deny, value, { style: 'danger' }),
      ...(whoApproved(request).length > 0 ? [revokeButton(words, value)] : []),
    ),
  ];
}

const revokeButton = ({ requests }: Words, value: OfRequest) =>
  revokeFace.element(requests.revoke, value, { style: 'danger', confirm: requests.revokeConfirm });

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
  if (isDecidable(request, now)) return decisionButtons(words, request, from);
  return request.state.kind === 'approved' ? [actions(revokeButton(words, valueOf(request, from)))] : [];
}

/** What the requester can still do about it. */
export function requestersButtons(words: Words, request: ClientRequest, from?: From): readonly KnownBlock[] {
  const value = valueOf(request, from);
  const label = isPrepared(request) ? words.prepared.decline : words.requests.withdraw;
  const withdraw = withdrawFace.element(label, value);
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
  const { mention: forAttention } = words.requests;
  const title = isPrepared(request) ? words.prepared.heading : words.requests.title;
  return card(words, { title, request, reader: 'decider' }, [
    ...(mention.length > 0 && request.state.kind === 'open' ? [richText(forAttention(mention))] : []),
    ...decidersButtons(words, { request, now }),
  ]);
}

/** The card in the requester's DM. `collectsHere`: there is no other message with that button. */
export function requestersCard(words: Words, request: ClientRequest, collectsHere: boolean): Message {
  const buttons = request.state.kind === 'approved' && !collectsHere ? [] : requestersButtons(words, request);
  if (!isPrepared(request)) {
    return card(words, { title: words.requests.yours, request, reader: 'requester' }, buttons);
  }
  const intro = request.state.kind === 'approved' ? [richText(words.prepared.intro(request.preparedBy))] : [];
  const shown = { title: words.prepared.yours, request, reader: 'requester' } as const;
  return card(words, shown, [...intro, ...buttons]);
}

interface Shown {
  readonly title: string;
  readonly request: ClientRequest;
  readonly reader: 'decider' | 'requester';
}

function card(words: Words, { title, request, reader }: Shown, rest: readonly KnownBlock[]): Message {
  const facts = requestFacts(words, request, reader);
  const state = stateOf(words, request);
  return {
    text: plainText([title], ...facts, ...state),
    blocks: [header(title), richText(...facts), richText(...state), ...rest],
  };
}
