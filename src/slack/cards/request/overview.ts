import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { PersonId, RequestId } from '../../../core/model/ids.js';
import { type ClientRequest, isDecidable, whoApproved } from '../../../core/requests/request.js';
import { actions, header, line, message } from '../../view/blocks.js';
import type { Message } from '../../web-api/slack-calls.js';
import { buttonFace } from '../../call/conversation.js';
import { decideNow } from '../../../core/rights/decide-now.js';
import type { Asker } from '../../call/asker.js';
import { plainText, richText, type Sentence } from '../../text/sentence.js';
import type { Services } from '../../call/services.js';
import { decidersBlocks, mineBlocks } from './card.js';
import { inOneLine } from './request-summary.js';

/** Each takes at most five of a message's fifty blocks. */
const PAGE_SIZE = 8;

const OfPage = z.object({ page: z.number().int().min(0) });
/** Two ids, since Slack refuses the same one twice in a row of buttons. */
export const previousFace = buttonFace('requests.previous.v1', OfPage);
export const nextFace = buttonFace('requests.next.v1', OfPage);

/** What a person has to do with requests: those to decide oldest first, their own newest first. */
export interface Overview {
  readonly waiting: readonly ClientRequest[];
  /** Approved and not collected yet, where the person may revoke the approval. */
  readonly revocable: readonly ClientRequest[];
  /** All that the person ever asked for: only what is shown is read. */
  readonly mine: readonly RequestId[];
}

export async function overviewOf(services: Services, person: PersonId): Promise<Overview> {
  const { workspace, requests, now } = services;
  const [{ decision }, { decision: anyApproval }, mine] = await Promise.all([
    decideNow(services, { person, action: 'decide-request', target: 'any' }),
    decideNow(services, { person, action: 'revoke-approval', target: {} }),
    requests.of(workspace, person),
  ]);
  const live = decision.kind === 'allow' ? await requests.live(workspace) : [];
  const mayRevoke = (request: ClientRequest): boolean =>
    request.state.kind === 'approved' &&
    (anyApproval.kind === 'allow' || whoApproved(request).includes(person));
  const oldestFirst = live.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
  return {
    waiting: oldestFirst.filter((request) => request.requester !== person && isDecidable(request, now())),
    revocable: oldestFirst.filter(mayRevoke),
    mine,
  };
}

/** A part of the list of requests. */
interface Section {
  readonly title: string;
  readonly total: number;
  /** The overview's requests from one place up to another. */
  readonly read: (from: number, to: number) => Promise<readonly ClientRequest[]>;
  readonly blocks: (request: ClientRequest) => readonly KnownBlock[];
}

const known = (requests: readonly ClientRequest[]): Pick<Section, 'total' | 'read'> => ({
  total: requests.length,
  read: async (from, to) => requests.slice(from, to),
});

/**
 * One page of what waits for the person, then of what they may revoke, then of what they asked for. `first`: what was
 * just done.
 */
export async function requestsPage(
  { services, person, words }: Asker,
  page: number,
  first: readonly Sentence[] = [],
): Promise<Message> {
  const { waiting, revocable, mine } = await overviewOf(services, person);
  const { list } = words.requests;
  const total = waiting.length + revocable.length + mine.length;
  const before = first.length === 0 ? [] : [richText(...first)];
  if (total === 0) return { ...message([...first, list.none]), blocks: [...before, richText(list.none)] };

  // Requests may have been decided since the button was drawn.
  const shown = Math.min(page, Math.ceil(total / PAGE_SIZE) - 1);
  const now = services.now();
  const sections: readonly Section[] = [
    {
      title: list.waiting(waiting.length),
      ...known(waiting),
      blocks: (request) => decidersBlocks(words, { request, now, from: shown }),
    },
    ...(revocable.length === 0
      ? []
      : [
          {
            title: list.approved(revocable.length),
            ...known(revocable),
            blocks: (request: ClientRequest) => decidersBlocks(words, { request, now, from: shown }),
          },
        ]),
    {
      title: list.mine(mine.length),
      total: mine.length,
      read: (from, to) => services.requests.findAll(services.workspace, mine.slice(from, to)),
      blocks: (request) => mineBlocks(words, request, shown),
    },
  ];
  const here = await onPage(sections, shown);
  const paging = [
    ...(shown > 0 ? [previousFace.element(words.list.previous, { page: shown - 1 })] : []),
    ...((shown + 1) * PAGE_SIZE < total ? [nextFace.element(words.list.next, { page: shown + 1 })] : []),
  ];
  return {
    text: plainText(
      ...first,
      ...here.flatMap(({ title, requests }): Sentence[] => [
        [title],
        ...requests.map((request) => inOneLine(words, request)),
      ]),
    ),
    blocks: [
      ...before,
      header(list.title),
      ...here.flatMap(({ title, requests, blocks }) => [line(title), ...requests.flatMap(blocks)]),
      ...(paging.length > 0 ? [actions(...paging)] : []),
    ],
  };
}

/** The sections with those of their requests that stand on a page. */
function onPage(sections: readonly Section[], page: number) {
  let before = 0;
  return Promise.all(
    sections.map(async ({ title, total, read, blocks }) => {
      const from = Math.max(0, page * PAGE_SIZE - before);
      const to = Math.max(0, (page + 1) * PAGE_SIZE - before);
      before += total;
      return { title, blocks, requests: to > from ? await read(from, to) : [] };
    }),
  );
}
