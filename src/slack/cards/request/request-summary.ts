import type { KnownBlock } from '@slack/types';
import type { PersonId } from '../../../core/model/ids.js';
import type { AlphausUserName } from '../../../core/model/api-client.js';
import { type ClientRequest, isLive } from '../../../core/requests/request.js';
import { context, fields, header } from '../../view/blocks.js';
import type { RequestReader } from '../../text/request-reader.js';
import { lastMinuteOf, mentionOf, richText, type Sentence } from '../../text/sentence.js';
import type { Words } from '../../text/words.js';

/** The Alphaus user that is asked for, or that an approver picked. */
export function userOf({ user, state }: ClientRequest): AlphausUserName | undefined {
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

/** Where the request stands. */
function stateOf(
  { requests, prepared }: Words,
  request: ClientRequest,
  readsIt: RequestReader,
): readonly Sentence[] {
  if (isPrepared(request)) return [prepared.state(request)];
  const { state, adminsAskedAt } = request;
  const asked = state.kind === 'open' && adminsAskedAt !== undefined;
  return [
    requests.state(state, readsIt),
    ...(asked ? [requests.adminsAsked(new Date(adminsAskedAt))] : []),
    ...(request.accountGoneSince !== undefined && isLive(request) ? [requests.accountGone] : []),
  ];
}

/** A request in short: as blocks, and as the lines that a notification or a screen reader says. */
export interface Summary {
  readonly lines: readonly Sentence[];
  readonly blocks: readonly KnownBlock[];
}

/** Who asks for what, and why. */
function asked(words: Words, request: ClientRequest): readonly Sentence[] {
  const { name, requester, purpose, state } = request;
  const { requests, prepared, fact, facts } = words;
  const user = shownUser(words, request);
  return [
    isPrepared(request)
      ? prepared.prepares({ by: request.preparedBy, name, user, requester })
      : requests.asks({ requester, name, user }),
    ...rotated(words, request),
    ...(user === undefined && state.kind === 'open' ? [requests.notSureOnCard] : []),
    fact(facts.purpose, purpose),
  ];
}

/** Which client is to have a successor, where that is asked for. */
const rotated = ({ rotation }: Words, { rotates }: ClientRequest): readonly Sentence[] =>
  rotates === undefined ? [] : [rotation.requested(rotates.client, rotates.overlapDays)];

function shownUser(words: Words, request: ClientRequest): string | undefined {
  const user = userOf(request);
  return user && words.alphausUser(user);
}

const endOf = ({ endsAt }: ClientRequest) => (endsAt === undefined ? undefined : lastMinuteOf(endsAt));

/** Everything that a decision needs while it waits for one; what became of it, first of all, once it is over. */
export function decidersSummary(words: Words, request: ClientRequest): Summary {
  const { requests, facts } = words;
  const { state } = request;
  const stands = stateOf(words, request, 'anyone');
  const what = asked(words, request);
  const owner = mentionOf(request.owner);
  const end = endOf(request);
  const requestedAt = { time: new Date(request.createdAt) };
  if (state.kind !== 'open') {
    const around = requests.wasAsked({ owner, end, requestedAt });
    const outcome = isPrepared(request) ? words.prepared.heading : requests.outcome[state.kind];
    return {
      lines: [[outcome], ...what, around, ...stands],
      blocks: [header(outcome), richText(...stands), richText(...what), context(around)],
    };
  }
  const around = requests.around({
    requester: request.requester,
    owned: request.ownedThen,
    requestedAt,
    openUntil: { time: new Date(request.openUntil) },
  });
  // The buttons say by themselves that it waits for one decision.
  const isSaid = stands.length > 1 || (state.needed ?? 1) > 1 || (state.approvals ?? []).length > 0;
  return {
    lines: [...what, requests.ownedUntil(owner, end), around, ...stands],
    blocks: [
      richText(...what, ...(isSaid ? stands : [])),
      fields([facts.owner, owner], [facts.until, end ?? requests.noEnd]),
      context(around),
    ],
  };
}

/** What the requester needs to know it again, and where it stands. */
export function requestersSummary(words: Words, request: ClientRequest): Summary {
  const { requests, fact, facts } = words;
  const { name, state } = request;
  const what = requests.ofMine({ name, user: shownUser(words, request), isOpen: state.kind === 'open' });
  const of = rotated(words, request);
  const stands = stateOf(words, request, 'requester');
  const purpose = fact(facts.purpose, request.purpose);
  const around = requests.wasAsked({
    owner: mentionOf(request.owner),
    end: endOf(request),
    requestedAt: { time: new Date(request.createdAt) },
    ...(state.kind === 'open' && { openUntil: { time: new Date(request.openUntil) } }),
  });
  return {
    lines: [what, ...of, purpose, around, ...stands],
    blocks: [richText(what, ...of, ...stands, purpose), context(around)],
  };
}

/** What a reminder says of it, behind who asked for what. */
export function factsInShort(words: Words, request: ClientRequest): readonly Sentence[] {
  const { fact, facts, requests } = words;
  return [
    fact(facts.user, shownUser(words, request) ?? requests.notSure),
    fact(facts.purpose, request.purpose),
    fact(facts.owner, mentionOf(request.owner)),
  ];
}
