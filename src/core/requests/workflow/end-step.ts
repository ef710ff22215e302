import type { WorkspaceId } from '../../model/ids.js';
import { type ClientRequest, isLive } from '../request.js';
import { DAY_MS } from '../../model/durations.js';
import { ExecutionId, type StepAnswers, type StepOutputs, type WorkflowSteps } from './workflow-step.js';

/** So long a workflow waits for what may still be found out about a create without an answer. */
const UNCLEAR_FOR_MS = 8 * DAY_MS;

export interface EndingStep {
  readonly workspace: WorkspaceId;
  readonly steps: WorkflowSteps;
  readonly answers: StepAnswers;
  readonly now: () => Date;
}

/**
 * Lets the workflow go on whose request has ended, once; resolves to when it is looked at again where that cannot be said
 * yet.
 */
export async function endStep(context: EndingStep, request: ClientRequest): Promise<Date | undefined> {
  const { workspace, steps, answers, now } = context;
  const { step: execution, state } = request;
  if (execution === undefined || isLive(request)) return undefined;
  if (state.kind === 'ambiguous') {
    const until = new Date(Date.parse(state.at) + UNCLEAR_FOR_MS);
    if (now() < until) return until;
  }
  const step = await steps.find(workspace, ExecutionId.parse(execution));
  if (step === undefined || step.doneAt !== undefined) return undefined;
  await answers.complete(step.execution, outputsOf(request));
  await steps.done(step);
  return undefined;
}

function outputsOf({ id, state }: ClientRequest): StepOutputs {
  switch (state.kind) {
    case 'collected':
      return { request_id: id, outcome: 'collected', client_id: state.client };
    case 'denied':
      return { request_id: id, outcome: 'denied', reason: state.reason };
    case 'withdrawn':
    case 'expired':
      return { request_id: id, outcome: state.kind };
    // An approval that was taken back, or a create of which nobody ever learned, made no client for the workflow.
    case 'revoked':
    case 'closed':
    case 'ambiguous':
    case 'open':
    case 'approved':
    case 'collecting':
      return { request_id: id, outcome: 'closed' };
  }
}
