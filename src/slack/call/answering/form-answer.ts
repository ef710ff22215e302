import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Message } from '../../web-api/slack-calls.js';
import { failureView, type Seeing } from './outcome.js';

/** What a form answers on the screen. */
export type FormAcknowledgement =
  | { readonly response_action: 'errors'; readonly errors: Record<string, string> }
  | { readonly response_action: 'update' | 'push'; readonly view: ModalView }
  /** Closes the form and every view below it. */
  | { readonly response_action: 'clear' };

/** Without an answer the form closes. */
export type AnswerForm = (answered?: FormAcknowledgement) => Promise<void>;

const Blocks = z.array(z.object({ type: z.string(), block_id: z.string().optional() })).catch([]);

/** Says under its first field why a form was not taken: what was entered stays, to be submitted again. */
export function notTaken(
  seeing: Seeing,
  { blocks }: { readonly blocks?: unknown },
  said: Message,
): FormAcknowledgement {
  const field = Blocks.parse(blocks).find(({ type }) => type === 'input')?.block_id;
  return field === undefined
    ? { response_action: 'update', view: failureView(seeing, said) }
    : { response_action: 'errors', errors: { [field]: said.text } };
}
