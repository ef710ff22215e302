import { memo, type ReactNode } from 'react';
import type { Exchange } from '../../../underneath/exchange.js';
import { words } from '../words/words.js';

const says = words.underneath.exchanges;

/** One request with its answer: a line, and on demand what was sent. */
export const ExchangeEntry = memo(function ExchangeEntry({
  exchange,
  nameOf,
}: {
  readonly exchange: Exchange;
  readonly nameOf: (id: string) => string | undefined;
}): ReactNode {
  const { kind, asked, about, answer } = exchange;
  const isRefused = answer !== null && answer.refusal !== null;
  return (
    <li className={`exchange exchange-${kind}${isRefused ? ' exchange-refused' : ''}`}>
      <details>
        <summary>
          <span className="exchange-way">{says.way[kind]}</span>
          <span className="exchange-asked">{asked}</span>
          <span className="exchange-about">{named(about, nameOf)}</span>
          <span className="exchange-outcome">{outcomeOf(exchange)}</span>
        </summary>
        <Body title={says.asked} text={exchange.sent} />
        {answer && <Body title={says.answered} text={answer.body} />}
      </details>
    </li>
  );
});

function Body({ title, text }: { readonly title: string; readonly text: string }): ReactNode {
  return (
    <>
      <p className="exchange-title">{title}</p>
      <pre tabIndex={0}>{text === '' ? says.empty : text}</pre>
    </>
  );
}

function outcomeOf({ kind, answer }: Exchange): string {
  if (answer === null) return says.waiting;
  if (answer.refusal !== null) return says.refused(answer.refusal, answer.ms);
  return kind === 'delivery' ? says.acknowledged(answer.ms) : says.answer(answer.status, answer.ms);
}

/** People by their names instead of their ids. */
function named(about: string, nameOf: (id: string) => string | undefined): string {
  return about
    .split(' ')
    .map((word) => nameOf(word) ?? word)
    .join(' ');
}
