import { useEffect, useRef, useState } from 'react';
import type { Exchange } from '../../../underneath/exchange.js';
import { useUnderneath } from '../underneath/underneath-context.js';
import { words } from '../words/words.js';
import type { Notice } from './notices.js';

const SHOWING = /^(chat|views)\.|^response_url$/;

/** What the bot wanted to show and Slack did not let it, since the page was opened: nobody would know otherwise. */
export function useRefusedBySlack(): readonly Notice[] {
  const { exchanges } = useUnderneath();
  const seen = useRef<Set<string>>(undefined);
  const [refused, setRefused] = useState<readonly Exchange[]>([]);
  useEffect(() => {
    const answered = exchanges.filter(({ answer }) => answer !== null);
    const before = seen.current;
    seen.current = new Set(answered.map(keyOf));
    if (before === undefined) return;
    const news = answered.filter((exchange) => !before.has(keyOf(exchange)) && isRefusal(exchange));
    if (news.length > 0) setRefused((others) => [...others, ...news]);
  }, [exchanges]);
  return refused.map((exchange) => ({
    id: keyOf(exchange),
    text: words.workspace.notice.refusedBySlack(exchange.asked, exchange.answer?.refusal ?? ''),
    onDismiss: () => setRefused((others) => others.filter((other) => other !== exchange)),
  }));
}

function isRefusal({ kind, asked, answer }: Exchange): boolean {
  return kind !== 'delivery' && kind !== 'api' && SHOWING.test(asked) && typeof answer?.refusal === 'string';
}

/** A restarted sandbox counts from one again. */
const keyOf = ({ id, at }: Exchange): string => `${id} ${at}`;
