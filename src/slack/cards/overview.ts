import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { PersonId } from '../../core/model/ids.js';
import { type ClientRequest, isDecidable } from '../../core/requests/request.js';
import { actions, header, line, message } from '../view/blocks.js';
import type { Message } from '../web-api/slack-calls.js';
import { buttonFace } from '../call/conversation.js';
import { decideNow } from '../../core/rights/decide-now.js';
import type { Asker } from '../call/asker.js';
import { plainText, richText, type Sentence } from '../text/sentence.js';
import type { Services } from '../call/services.js';
import type { Words } from '../text/words.js';
import { decidersButtons, type ForDeciders, type From, requestersButtons, requestFacts } from './card.js';

/** Each takes two or three of a message's fifty blocks. */
const PAGE_SIZE = 8;

const OfPage = z.object({ page: z.number().int().min(0) });
/** Two ids, since Slack refuses the same one twice in a row of buttons. */
export const previousFace = buttonFace('requests.previous.v1', OfPage);
export const nextFace = buttonFace('requests.next.v1', OfPage);

/** What a person has to do with requests: those to decide oldest first, their own newest first. */
export interface Overview {
  readonly waiting: readonly ClientRequest[];
  readonly mine: readonly ClientRequest[];
}

export async function overviewOf(services: Services, person: PersonId): Promise<Overview> {
  const { workspace, requests, now } = services;
  const [{ decision }, mine] = await Promise.all([
    decideNow(services, { person, action: 'decide-request', target: 'any' }),
    requests.of(workspace, person),
  ]);
  const live = decision.kind === 'allow' ? await requests.live(workspace) : [];
  return {
    waiting: live
      .filter((request) => request.requester !== person && isDecidable(request, now()))
      .toSorted((a, b) => a.createdAt.localeCompare(b.createdAt)),
    mine: mine.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt)),
  };
}

export function waitingBlocks(words: Words, shown: ForDeciders): readonly KnownBlock[] {
  return [richText(...requestFacts(words, shown.request, 'decider')), ...decidersButtons(words, shown)];
}

export function mineBlocks(words: Words, request: ClientRequest, from: From): readonly KnownBlock[] {
  return [
    richText(...requestFacts(words, request, 'requester'), words.requests.state(request.state)),
    ...requestersButtons(words, request, from),
  ];
}

/** One page of what waits for the person, then of what they asked for. `first`: what was just done. */
export async function requestsPage(
  { services, person, words }: Asker,
  page: number,
  first: readonly Sentence[] = [],
): Promise<Message> {
  const { waiting, mine } = await overviewOf(services, person);
  const { list, inOneLine } = words.requests;
  const total = waiting.length + mine.length;
  const before = first.length === 0 ? [] : [richText(...first)];
  if (total === 0) return { ...message([...first, list.none]), blocks: [...before, richText(list.none)] };

  // Requests may have been decided since the button was drawn.
  const shown = Math.min(page, Math.ceil(total / PAGE_SIZE) - 1);
  const [from, to] = [shown * PAGE_SIZE, (shown + 1) * PAGE_SIZE];
  const now = services.now();
  const waitingHere = waiting.slice(from, to);
  const mineHere = mine.slice(Math.max(0, from - waiting.length), Math.max(0, to - waiting.length));
  const paging = [
    ...(shown > 0 ? [previousFace.element(words.list.previous, { page: shown - 1 })] : []),
    ...(to < total ? [nextFace.element(words.list.next, { page: shown + 1 })] : []),
  ];
  return {
    text: plainText(
      ...first,
      [list.waiting(waiting.length)],
      ...waitingHere.map(inOneLine),
      [list.mine(mine.length)],
      ...mineHere.map(inOneLine),
    ),
    blocks: [
      ...before,
      header(list.title),
      line(list.waiting(waiting.length)),
      ...waitingHere.flatMap((request) => waitingBlocks(words, { request, now, from: shown })),
      line(list.mine(mine.length)),
      ...mineHere.flatMap((request) => mineBlocks(words, request, shown)),
      ...(paging.length > 0 ? [actions(...paging)] : []),
    ],
  };
}
