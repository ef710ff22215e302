import { setTimeout } from 'node:timers/promises';
import { type Answer, Refusal } from './answer.js';
import type { SetFault } from './faults.js';

/** `drop` ends the connection, `silence` keeps it open for ever. */
export type Outcome = Answer | 'drop' | 'silence';

/** Answers a call to which `fault` happens; `act` does what was asked for. */
export async function faultyAnswer(
  fault: SetFault,
  act: () => Promise<Answer>,
  refuse: (refusal: Refusal) => Answer,
): Promise<Outcome> {
  switch (fault.kind) {
    case 'status': {
      if (fault.acts) await act();
      const answer = refuse(new Refusal(fault.status, 'a fault of the sandbox', fault.headers));
      return fault.body === undefined ? answer : { ...answer, chunks: [fault.body] };
    }
    case 'drop-before':
      return 'drop';
    case 'drop-after':
      await act();
      return 'drop';
    case 'hang':
      if (fault.acts) await act();
      return 'silence';
    case 'nonsense': {
      const honest = fault.acts ? await act() : undefined;
      return nonsense(fault.body, honest);
    }
    case 'stream-error':
      return cutShort(await act());
    case 'delay':
      await setTimeout(fault.ms, undefined, { ref: false });
  }
  return act();
}

function nonsense(body: 'html' | 'truncated' | 'wrong-shape' | 'empty', honest: Answer | undefined): Answer {
  const type = body === 'html' ? 'text/html; charset=utf-8' : 'application/json';
  const text = {
    html: '<!doctype html><title>Maintenance</title><p>We will be back soon.</p>',
    truncated: firstHalf(honest?.chunks.join('') || '{"unfinished":'),
    'wrong-shape': '{"unexpected":["shape"]}',
    empty: '',
  }[body];
  return { status: 200, headers: { 'content-type': type }, chunks: [text], stream: false };
}

function firstHalf(text: string): string {
  return text.slice(0, Math.ceil(text.length / 2));
}

function cutShort(answer: Answer): Answer {
  const error = { code: 13, message: 'the stream broke', details: [] };
  const sent = answer.chunks.slice(0, Math.floor(answer.chunks.length / 2));
  return { ...answer, chunks: [...sent, `${JSON.stringify({ error })}\n`] };
}
