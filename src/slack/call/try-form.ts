import type { ModalView } from '@slack/types';
import { unlessLate } from '../../core/async/within.js';
import type { Call } from './call.js';
import type { Message } from '../web-api/slack-calls.js';
import type { Tried } from './conversation.js';
import type { FormAcknowledgement } from './form-answer.js';
import { failureView } from './outcome.js';
import type { WorkUnderWay } from '../transport/work-under-way.js';

/** Slack waits for three seconds, its way here and ours there included. */
const ANSWER_WITHIN_MS = 1_800;

export interface TryingForm {
  readonly call: Call;
  readonly viewId: string;
  readonly meanwhile: ModalView;
  outcome(): Promise<Tried>;
  /** What the person hears of whatever was thrown. */
  failed(error: unknown): Message;
  answer(answered: FormAcknowledgement): Promise<void>;
  readonly work: WorkUnderWay;
}

/**
 * Tries what was entered into a form. While Slack waits it is answered with the result, errors under their
 * fields; when that takes longer, the form shows `meanwhile`, and then the result.
 */
export async function tryForm(trying: TryingForm): Promise<void> {
  const outcome = settled(trying);
  const early = await unlessLate(ANSWER_WITHIN_MS, outcome);
  if (early?.kind === 'errors') {
    return trying.answer({ response_action: 'errors', errors: { ...early.errors } });
  }
  await trying.answer({ response_action: 'update', view: early?.view ?? trying.meanwhile });
  if (early === undefined) trying.work.track(show(trying, outcome));
}

async function settled(trying: TryingForm): Promise<Tried> {
  try {
    return await trying.outcome();
  } catch (error) {
    return { kind: 'done', view: failureView(trying.call.words, trying.failed(error)) };
  }
}

async function show({ call, viewId }: TryingForm, outcome: Promise<Tried>): Promise<void> {
  try {
    await call.showIn(viewId, (await outcome).view);
  } catch (error) {
    call.log.error({ err: error }, 'the person could not be told');
  }
}
