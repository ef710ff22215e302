import { Problem } from '../../core/problem.js';
import type { Used } from '../observer.js';
import type { FormBody } from '../transport/payloads.js';
import { Fields } from '../view/fields.js';
import { type AnswerForm, type FormAcknowledgement, notTaken } from './answering/form-answer.js';
import { tryForm } from './answering/try-form.js';
import type { Call } from './call.js';
import type { Form, FormAnswer } from './conversation.js';
import { type InteractionParts, type Interactions, inTurn, type Task } from './interactions.js';
import { refuseOtherTeams } from './other-teams.js';

export interface TakeFormParts extends Pick<InteractionParts, 'failureMessage' | 'work'> {
  readonly interactions: Interactions;
  /** Draws App Home again where the form came from there. */
  readonly redrawHome: () => Promise<void>;
}

export interface Submitted {
  readonly call: Call;
  /** `undefined`: none of ours has that id any more. */
  readonly form: Form | undefined;
  readonly body: FormBody;
}

/** Answers a form that somebody submitted, and does what follows from it behind the answer. */
export async function takeForm(
  { interactions, failureMessage, work, redrawHome }: TakeFormParts,
  { call, form, body: { view, user } }: Submitted,
  answer: AnswerForm,
): Promise<void> {
  const used: Used = { kind: 'form', name: form?.id };
  const goOn = async (task: Task, answered?: FormAcknowledgement): Promise<void> => {
    const taken = interactions.begin(call, used, task);
    await (taken ? answer(answered) : answer(notTaken(call, view, interactions.busy(call))));
  };
  let answered: FormAnswer;
  try {
    if (form === undefined) throw new Problem({ kind: 'stale-interaction' });
    answered = form.submit(call, view.private_metadata, new Fields(view.state?.values));
  } catch (error) {
    return goOn({ work: () => Promise.reject(error) });
  }
  const fromHere = () => refuseOtherTeams(call, user.team_id);
  switch (answered.kind) {
    case 'errors':
      return answer({ response_action: 'errors', errors: { ...answered.errors } });
    case 'update':
      return answer({ response_action: 'update', view: answered.view });
    case 'accepted':
      return goOn(
        {
          // A view that failed may become a form again: each time it is drawn it has another hash.
          key: `form:${view.id}:${view.hash}`,
          early: answered.early,
          again: answered.again,
          work: async () => {
            await fromHere();
            if (answered.meanwhile !== undefined) call.views.goesOnIn(view.id);
            await answered.goOn();
            await redrawHome();
          },
        },
        acknowledgementOf(answered),
      );
    case 'tried': {
      const turn = interactions.turn(call, used);
      if (turn === undefined) return answer(notTaken(call, view, interactions.busy(call)));
      return tryForm({
        call,
        viewId: view.id,
        meanwhile: answered.meanwhile,
        outcome: () =>
          inTurn(turn, async () => {
            await call.learnWords();
            await fromHere();
            return answered.outcome();
          }),
        failed: (error) => {
          interactions.say(call, error);
          return failureMessage(call, error);
        },
        answer,
        work,
      });
    }
  }
}

/** What happens to the form while its work continues; without an answer it closes. */
function acknowledgementOf({
  closesAll,
  meanwhile,
}: Extract<FormAnswer, { kind: 'accepted' }>): FormAcknowledgement | undefined {
  if (meanwhile !== undefined) return { response_action: 'update', view: meanwhile };
  return closesAll === true ? { response_action: 'clear' } : undefined;
}
