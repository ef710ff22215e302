import { randomUUID } from 'node:crypto';
import type { ModalView } from '@slack/types';
import { unlessLate } from '../../core/async/within.js';
import type { Call } from './call.js';
import type { Message, WhichView } from '../web-api/slack-calls.js';
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
  /** The result goes on top of the form, not in its place. */
  readonly onTop: boolean;
  outcome(): Promise<Tried>;
  /** What the person hears of whatever was thrown. */
  failed(error: unknown): Promise<Message>;
  answer(answered: FormAcknowledgement): Promise<void>;
  readonly work: WorkUnderWay;
}

/**
 * Tries what was entered into a form. While Slack waits it is answered with the result, errors under their
 * fields; when that takes longer, `meanwhile` is shown, and then the result.
 */
export async function tryForm(trying: TryingForm): Promise<void> {
  const outcome = settled(trying);
  const early = await unlessLate(ANSWER_WITHIN_MS, outcome);
  if (early?.kind === 'errors') {
    return trying.answer({ response_action: 'errors', errors: { ...early.errors } });
  }
  const response_action = trying.onTop ? 'push' : 'update';
  if (early !== undefined) return trying.answer({ response_action, view: early.view });
  // Slack does not answer with the id of a view that an acknowledgement pushes, so that view gets one of ours.
  const which: WhichView = trying.onTop ? { externalId: randomUUID() } : { viewId: trying.viewId };
  const named = 'externalId' in which ? { external_id: which.externalId } : {};
  await trying.answer({ response_action, view: { ...trying.meanwhile, ...named } });
  trying.work.track(show(trying, which, outcome));
}

async function settled(trying: TryingForm): Promise<Tried> {
  try {
    return await trying.outcome();
  } catch (error) {
    return { kind: 'done', view: failureView(trying.call.words, await trying.failed(error)) };
  }
}

async function show({ call }: TryingForm, which: WhichView, outcome: Promise<Tried>): Promise<void> {
  try {
    await call.views.showIn(which, (await outcome).view);
  } catch (error) {
    call.log.error({ err: error }, 'the person could not be told');
  }
}
