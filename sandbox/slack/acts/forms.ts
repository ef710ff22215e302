import { z } from 'zod';
import { checkModal } from '../block-kit/check-view.js';
import { statefulIn } from '../block-kit/placed.js';
import { complaint } from '../screen/element-values.js';
import { closedPayload, submissionPayload } from '../wire/payloads.js';
import type { Person } from '../workspace/people.js';
import { SlackError } from '../wire/slack-error.js';
import type { View } from '../workspace/views.js';
import type { ActResult, ElementValue } from '../wire/wire.js';
import { ActRefused, expectEmptyBody, resultOf, type Stage, sendPayload, WITHOUT_BOT } from './stage.js';
import { keepValues, surfaceAt } from './surfaces.js';

const SubmissionAnswer = z.discriminatedUnion('response_action', [
  z.strictObject({
    response_action: z.literal('errors'),
    errors: z.record(z.string(), z.string().min(1)),
  }),
  z.strictObject({ response_action: z.literal('update'), view: z.unknown() }),
  z.strictObject({ response_action: z.literal('push'), view: z.unknown() }),
  z.strictObject({ response_action: z.literal('clear') }),
]);

const TROUBLE = 'We had some trouble connecting. Try again?';

const openModal = (stage: Stage, person: Person, viewId: string): View => {
  const view = stage.views.stackOf(person.id).at(-1);
  if (view?.id !== viewId) throw new ActRefused('this modal is not open any more');
  return view;
};

/** Text under the fields that Slack itself does not let pass. */
const complaints = (view: View): Readonly<Record<string, string>> =>
  Object.fromEntries(
    statefulIn(view.blocks)
      .filter((placed) => placed.input !== undefined)
      .map((placed) => [placed.blockId, complaint(placed, view.values)] as const)
      .filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

const modalFrom = (json: unknown) => {
  const checked = checkModal(json);
  if (!checked.ok) throw SlackError.withMessages('invalid_view', checked.messages);
  return checked.value;
};

const parsed = (body: string): z.infer<typeof SubmissionAnswer> => {
  try {
    return SubmissionAnswer.parse(JSON.parse(body));
  } catch (error) {
    throw new SlackError('invalid_answer', { body: body.slice(0, 200), why: String(error) });
  }
};

const showErrors = (view: View, errors: Readonly<Record<string, string>>): void => {
  const inputs = new Set(
    view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id),
  );
  const unknown = Object.keys(errors).filter((blockId) => !inputs.has(blockId));
  if (unknown.length > 0 || Object.keys(errors).length === 0) {
    throw new SlackError('errors_without_input_block', { unknown });
  }
  view.errors = errors;
};

/** Does what the bot's answer to a submission says; throws a `SlackError` where Slack would show its trouble. */
const follow = (stage: Stage, view: View, body: string): void => {
  const { views } = stage;
  if (body.trim() === '') {
    views.close(view);
    return;
  }
  const answer = parsed(body);
  switch (answer.response_action) {
    case 'errors':
      showErrors(view, answer.errors);
      return;
    case 'update':
      views.update(view, modalFrom(answer.view));
      return;
    case 'push':
      views.put(view.personId, modalFrom(answer.view));
      return;
    case 'clear':
      views.closeAll(view.personId);
  }
};

/** Presses a modal's submit button. */
export const submit = async (
  stage: Stage,
  person: Person,
  viewId: string,
  typed: readonly ElementValue[] = [],
): Promise<ActResult> => {
  const view = openModal(stage, person, viewId);
  if (view.source.type !== 'modal' || view.source.submit === undefined) {
    throw new ActRefused('this modal has no submit button');
  }
  keepValues(stage, person, surfaceAt(stage, person, { kind: 'view', viewId }), typed);
  view.notice = null;
  view.errors = complaints(view);
  if (Object.keys(view.errors).length > 0) {
    stage.world.changed();
    return { ok: false, status: 0, ackMs: 0, body: 'not sent: a field is incomplete' };
  }
  const payload = submissionPayload(stage, person, view, stage.triggers.issue(person.id, view.id));
  const acknowledgement = await sendPayload(stage, 'view_submission', payload);
  let { ok } = resultOf(acknowledgement);
  try {
    if (ok) follow(stage, view, acknowledgement.body);
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    stage.violations.add(`answer to view_submission: ${error.code} ${JSON.stringify(error.details)}`);
    ok = false;
  }
  if (!ok) view.notice = TROUBLE;
  stage.world.changed();
  return { ...resultOf(acknowledgement), ok };
};

/** Cancels the top modal; with `all` (the X) or `clear_on_close` the whole stack. */
export const close = async (
  stage: Stage,
  person: Person,
  viewId: string,
  all: boolean,
): Promise<ActResult> => {
  const top = openModal(stage, person, viewId);
  const isCleared = all || (top.source.type === 'modal' && top.source.clear_on_close === true);
  const told = isCleared ? (stage.views.stackOf(person.id)[0] ?? top) : top;
  if (isCleared) {
    stage.views.closeAll(person.id);
  } else {
    stage.views.close(top);
  }
  if (told.source.type !== 'modal' || told.source.notify_on_close !== true) return WITHOUT_BOT;
  const acknowledgement = await sendPayload(
    stage,
    'view_closed',
    closedPayload(stage, person, told, isCleared),
  );
  expectEmptyBody(stage, 'view_closed', acknowledgement);
  return resultOf(acknowledgement);
};
