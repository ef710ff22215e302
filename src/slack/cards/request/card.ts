import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { RequestId } from '../../../core/model/ids.js';
import { type ClientRequest, isDecidable, whoApproved } from '../../../core/requests/request.js';
import { actions, header, plain } from '../../view/blocks.js';
import type { Message } from '../../web-api/slack-calls.js';
import { buttonFace } from '../../call/conversation.js';
import { type Inline, plainText, richText } from '../../text/sentence.js';
import type { Words } from '../../text/words.js';
import { decidersSummary, isPrepared, requestersSummary, userOf } from './request-summary.js';

/** App Home, a page of `requests`, or a question: redrawn after the act. Absent on a card. */
const From = z.union([z.enum(['home', 'question']), z.number().int().min(0)]).optional();
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
      denyFace.element(deny, value),
      ...(whoApproved(request).length > 0 ? [revokeButton(words, value)] : []),
    ),
  ];
}

const revokeButton = ({ requests }: Words, value: OfRequest) =>
  revokeFace.element(requests.revoke, value, { confirm: requests.revokeConfirm });

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

/** The request, and what those who decide can still do about it: in a list, or in App Home. */
export const decidersBlocks = (words: Words, shown: ForDeciders): readonly KnownBlock[] => [
  ...decidersSummary(words, shown.request).blocks,
  ...decidersButtons(words, shown),
];

/** The request, and what its requester can still do about it: in a list, or in App Home. */
export const mineBlocks = (words: Words, request: ClientRequest, from: From): readonly KnownBlock[] => [
  ...requestersSummary(words, request).blocks,
  ...requestersButtons(words, request, from),
];

/** The card for those who decide: in the approvals channel, or in their DM. */
export function decidersCard(
  words: Words,
  { request, now, mention }: ForDeciders & { readonly mention: readonly Inline[] },
): Message {
  const { lines, blocks } = decidersSummary(words, request);
  const isMentioned = mention.length > 0 && request.state.kind === 'open';
  return {
    text: plainText(...lines),
    blocks: [
      ...blocks,
      ...(isMentioned ? [richText(words.requests.mention(mention))] : []),
      ...decidersButtons(words, { request, now }),
    ],
  };
}

/** The card in the requester's DM. `collectsHere`: there is no other message with that button. */
export function requestersCard(words: Words, request: ClientRequest, collectsHere: boolean): Message {
  const isApproved = request.state.kind === 'approved';
  const title = isPrepared(request) ? words.prepared.yours : words.requests.yours;
  const { lines, blocks } = requestersSummary(words, request);
  return {
    text: plainText([title], ...lines),
    blocks: [
      header(title),
      ...(isApproved && isPrepared(request) ? [richText(words.prepared.intro(request.preparedBy))] : []),
      ...blocks,
      ...(isApproved && !collectsHere ? [] : requestersButtons(words, request)),
    ],
  };
}
