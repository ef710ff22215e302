import type { StepAnswers } from '../../../core/requests/workflow/workflow-step.js';
import { withAdmins } from '../../call/answering/failure.js';
import { sentenceFor } from '../../call/answering/outcome.js';
import type { Services } from '../../call/services.js';
import { slackWord } from '../../refusal.js';
import { plainText } from '../../text/sentence.js';

/** Slack's words for a step that goes on already: there is nothing left to say to it. */
const OVER = new Set(['execution_not_in_running_state', 'function_execution_not_found']);

/** How a workflow hears of its request. */
export function stepAnswers(services: Services): StepAnswers {
  const unlessOver = async (answering: Promise<void>): Promise<void> => {
    try {
      await answering;
    } catch (error) {
      if (!OVER.has(slackWord(error) ?? '')) throw error;
    }
  };
  return {
    complete: (execution, outputs) => unlessOver(services.calls.completeStep(execution, { ...outputs })),
    async fail(execution, error) {
      const words = await services.workspaceWords();
      const said = await withAdmins({ services, command: undefined }, (act) =>
        sentenceFor(words, error, act),
      );
      await unlessOver(services.calls.failStep(execution, plainText(said)));
    },
  };
}
