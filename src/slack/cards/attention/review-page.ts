import type { KnownBlock } from '@slack/types';
import {
  browseFindings,
  FindingsBrowsed,
  type FindingsPage,
} from '../../../core/attention/browse-findings.js';
import type { Finding } from '../../../core/attention/finding.js';
import type { ClientId } from '../../../core/model/ids.js';
import { legibleLine } from '../../../core/model/legible-text.js';
import type { Call } from '../../call/call.js';
import { type Button, buttonFace, whenPressed } from '../../call/conversation.js';
import type { keepFace } from '../../call/faces.js';
import { plainText, richText, type Sentence } from '../../text/sentence.js';
import { actions, header, message } from '../../view/blocks.js';
import type { Message } from '../../web-api/slack-calls.js';
import { buttonsOf } from './attention-card.js';

/** Each takes two of a message's fifty blocks. */
const PAGE_SIZE = 10;

/** Two ids, since Slack refuses the same one twice in a row of buttons. */
export const previousFace = buttonFace('review.previous.v1', FindingsBrowsed);
export const nextFace = buttonFace('review.next.v1', FindingsBrowsed);
export const filterFace = buttonFace('review.filter.v1', FindingsBrowsed);

/** One page of what needs attention, as it stands now; `said`: what was just done. */
export async function reviewPage(
  call: Call,
  reviewed: FindingsBrowsed,
  said: readonly Sentence[] = [],
): Promise<Message> {
  const browse = (browsed: FindingsBrowsed) =>
    browseFindings(call.acting, { person: call.person, browsed, size: PAGE_SIZE });
  const found = await browse(reviewed);
  const { kind, user, after, before } = reviewed;
  const isPageGone = found.shown.length === 0 && (after ?? before) !== undefined;
  // The last of a page may be settled by now: then the list begins at its beginning.
  return isPageGone
    ? pageMessage(call, { kind, user }, await browse({ kind, user }), said)
    : pageMessage(call, reviewed, found, said);
}

function pageMessage(
  { words }: Call,
  reviewed: FindingsBrowsed,
  { shown, hasNext, hasPrevious }: FindingsPage,
  said: readonly Sentence[],
): Message {
  const { kind, user } = reviewed;
  const { review, ...attention } = words.attention;
  const [first, last] = [shown.at(0), shown.at(-1)];
  const paging = [
    ...(hasPrevious && first !== undefined
      ? [previousFace.element(review.previous, { kind, user, before: placeOf(first) })]
      : []),
    ...(hasNext && last !== undefined
      ? [nextFace.element(review.next, { kind, user, after: placeOf(last) })]
      : []),
  ];
  const none = kind === undefined && user === undefined ? review.none : review.noneOfKind;
  const shownUser = user === undefined ? undefined : words.alphausUser(user);
  const head = [...said, shown.length === 0 ? none : review.shown(kind, shownUser)];
  const items = shown.map((finding) => {
    const one = { ...finding, name: nameOf(words.list.noName, finding), ...endOf(finding) };
    return { lines: [attention.client(one), attention.fact(one)], finding };
  });
  return {
    text: plainText([review.title], ...head, ...items.flatMap(({ lines }) => lines)),
    blocks: [
      header(review.title),
      richText(...head),
      ...items.flatMap(({ lines, finding }): readonly KnownBlock[] => [
        richText(...lines),
        actions(...buttonsOf(words, finding, { reader: 'admin', review: reviewed })),
      ]),
      actions(...paging, filterFace.element(review.filter, { kind, user })),
    ],
  };
}

const placeOf = ({ kind, client }: Finding) => ({ kind, client });
const nameOf = (noName: string, { name }: Finding): string =>
  name.trim() === '' ? noName : legibleLine(name);
const endOf = ({ kind, mark }: Finding): { readonly endsAt?: string } =>
  kind === 'ending' && mark !== '' ? { endsAt: mark } : {};

/** What a button does that stands in a page of what needs attention, and elsewhere too. */
export const pressedInReview = (
  face: typeof keepFace,
  press: (call: Call, pressed: { readonly id: ClientId }) => Promise<void>,
): Button =>
  whenPressed(face, (call, { id, review }) => {
    call.review = review;
    return orRedrawReview(call, () => press(call, { id }));
  });

/** Does what began in a page of what needs attention. Where it is not done, that page shows how things are now. */
export async function orRedrawReview<Result>(call: Call, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    await redrawReview(call);
    throw error;
  }
}

/** Draws the page again in which the act began, where the outcome is told elsewhere. The act is over, so a failure is only logged. */
export async function redrawReview(call: Call): Promise<void> {
  if (call.review === undefined) return;
  try {
    await call.redrawBelow(await reviewPage(call, call.review));
  } catch (error) {
    call.log.warn({ err: error }, 'what needs attention could not be drawn again');
  }
}

/** Says what was done; a page of what needs attention says it itself, and shows what is left. */
export async function answerInReview(call: Call, said: readonly Sentence[]): Promise<void> {
  await (call.review === undefined
    ? call.reply(message(said))
    : call.replace(await reviewPage(call, call.review, said)));
}
