import { randomUUID } from 'node:crypto';
import type { ModalView } from '@slack/types';
import { unlessLate } from '../../../core/async/within.js';
import type { Call } from '../call.js';
import type { Message, WhichView } from '../../web-api/slack-calls.js';
import type { Tried } from '../conversation.js';
import type { FormAcknowledgement } from './form-answer.js';
import { failureOverForm } from './outcome.js';
import type { WorkUnderWay } from '../../transport/work-under-way.js';

/** Slack waits for three seconds, its way here and ours there included. */
const ANSWER_WITHIN_MS = 1_800;

export interface TryingForm {
  readonly call: Call;
  readonly viewId: string;
  readonly meanwhile: ModalView;
  outcome(): Promise<Tried>;
  /** What the person hears of whatever was thrown. */
  failed(error: unknown): Promise<Message>;
  answer(answered: FormAcknowledgement): Promise<void>;
  readonly work: WorkUnderWay;
}

/**
 * Tries what was entered into a form. While Slack waits it is answered with the result, errors under their
 * fields; when that takes longer, `meanwhile` is shown on top of the form, and then the result. Where Slack stacks no
 * more, they take the form's place.
 */
export async function tryForm(trying: TryingForm): Promise<void> {
  const outcome = settled(trying);
  const early = await unlessLate(ANSWER_WITHIN_MS, outcome);
  const onTop = trying.call.views.hasRoomFor(1);
  if (early !== undefined) return trying.answer(answerOf(early, onTop ? 'push' : 'update'));
  if (!onTop) {
    await trying.answer({ response_action: 'update', view: trying.meanwhile });
    return trying.work.track(show(trying, { viewId: trying.viewId }, outcome));
  }
  // Slack does not answer with the id of a view that an acknowledgement pushes, so that view gets one of ours.
  const externalId = randomUUID();
  const view = { ...trying.meanwhile, external_id: externalId };
  await trying.answer({ response_action: 'push', view });
  trying.work.track(show(trying, { externalId }, outcome));
}

function answerOf(tried: Tried, how: 'push' | 'update'): FormAcknowledgement {
  if (tried.kind === 'errors') return { response_action: 'errors', errors: { ...tried.errors } };
  const { view, formAfter } = tried;
  return formAfter === undefined
    ? { response_action: how, view }
    : { response_action: 'update', view: formAfter };
}

async function settled(trying: TryingForm): Promise<Tried> {
  try {
    return await trying.outcome();
  } catch (error) {
    return { kind: 'done', view: failureOverForm(trying.call, await trying.failed(error)) };
  }
}

async function show({ call, viewId }: TryingForm, which: WhichView, outcome: Promise<Tried>): Promise<void> {
  try {
    const tried = await outcome;
    const formAfter = tried.kind === 'done' ? tried.formAfter : undefined;
    if (formAfter !== undefined) await call.views.showIn({ viewId }, formAfter);
    const isOnTop = !('viewId' in which);
    if (isOnTop || formAfter === undefined) await call.views.showIn(which, tried.view);
  } catch (error) {
    call.log.error({ err: error }, 'the person could not be told');
  }
}
