import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { WireChannel } from '../../../slack/wire/wire.js';
import { useSandbox } from '../sandbox-context.js';

const NEAR_PX = 80;
/** Room above a message that is scrolled to. */
const ABOVE_PX = 8;
/** What arrives so soon after an act may be its answer. */
const ANSWERED_WITHIN_MS = 15_000;

/**
 * Where in a conversation the person reads. It opens at what is new. It stays at the end, unless the person scrolls
 * away; and what the person does themselves is followed to its answer: the first message after it stays in view.
 */
export function useReadingPlace(channel: WireChannel): {
  readonly list: RefObject<HTMLDivElement | null>;
  /** The first message that was unread when the conversation was opened. */
  readonly firstNew: string | undefined;
  readonly onScroll: () => void;
} {
  const { lastActAt } = useSandbox();
  const list = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  /** The newest message when the person acted: what comes after it is the answer. */
  const answersAfter = useRef<string>(undefined);
  const lastTop = useRef<number>(undefined);
  const [firstNew] = useState(() => channel.messages[channel.messages.length - channel.unread]?.ts);
  const newest = channel.messages.at(-1)?.ts ?? '';

  useLayoutEffect(() => {
    const unread = list.current?.querySelector('.new-messages');
    if (!unread) return;
    unread.scrollIntoView({ block: 'start' });
    isAtEnd.current = false;
  }, []);
  useLayoutEffect(() => {
    if (isRecent(lastActAt)) answersAfter.current = newest;
    // What is the newest message changes nothing later: the answers are what comes after the act.
  }, [lastActAt]);
  useLayoutEffect(() => {
    const here = list.current;
    if (!here) return;
    const answer = isRecent(lastActAt) ? answerIn(here, channel, answersAfter.current) : undefined;
    const end = here.scrollHeight - here.clientHeight;
    if (answer !== undefined) scrollTo(Math.min(end, answer));
    else if (isAtEnd.current) scrollTo(end);
  });
  const scrollTo = (top: number): void => {
    list.current?.scrollTo({ top });
    lastTop.current = list.current?.scrollTop;
  };
  const onScroll = (): void => {
    const here = list.current;
    if (!here) return;
    isAtEnd.current = here.scrollHeight - here.scrollTop - here.clientHeight < NEAR_PX;
    const isOwn = lastTop.current === undefined || Math.abs(here.scrollTop - lastTop.current) < 2;
    if (!isOwn) answersAfter.current = undefined;
  };
  return { list, firstNew, onScroll };
}

const isRecent = (actAt: number): boolean => performance.now() - actAt < ANSWERED_WITHIN_MS;

/** How far down the first message after `ts` begins. */
function answerIn(list: HTMLElement, channel: WireChannel, ts: string | undefined): number | undefined {
  if (ts === undefined) return undefined;
  const answer = channel.messages.find((message) => message.ts > ts);
  const shown = answer && list.querySelector<HTMLElement>(`[data-ts="${answer.ts}"]`);
  return shown ? shown.offsetTop - list.offsetTop - ABOVE_PX : undefined;
}
