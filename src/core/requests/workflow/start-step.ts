import { type PersonId, RequestId, type WorkspaceId } from '../../model/ids.js';
import { Problem, type ProblemFacts } from '../../problem.js';
import { askForClient, type AskingContext } from '../ask-for-client.js';
import type { RequestedWish } from '../file-request.js';
import type { ClientRequest } from '../request.js';
import type { ExecutionId, StepAnswers, WorkflowStep, WorkflowSteps } from './workflow-step.js';

/** What stands in the way of a step for a while only is tried again for so long. */
const TRIED_FOR_MS = 15 * 60_000;

const PASSING: ReadonlySet<ProblemFacts['kind']> = new Set<ProblemFacts['kind']>([
  'api-failed',
  'api-rate-limited',
  'api-timeout',
  'api-unreachable',
  'busy',
  'groups-unknown',
  'person-unknown',
  'product-away',
  'slack-failed',
  'store-unavailable',
]);

/** What the workflow asks for, as it was read from its inputs. */
export interface StepWish {
  readonly requester: PersonId;
  readonly wish: RequestedWish;
}

export interface StartingStep {
  readonly workspace: WorkspaceId;
  readonly steps: WorkflowSteps;
  readonly answers: StepAnswers;
  /** Everything that asking works with; a `Problem` while the workspace is connected to nothing. */
  readonly asking: () => Promise<AskingContext>;
  /** Reads the inputs as the form is read; a `Problem` for what will not do. */
  readonly read: (inputs: WorkflowStep['inputs']) => Promise<StepWish>;
  readonly now: () => Date;
}

/** A step makes one request, however often it is begun: this is its id. */
const requestIdOf = (execution: ExecutionId): RequestId => RequestId.parse(`wf-${execution}`.padEnd(8, '-'));

/**
 * Makes the request that a workflow wants, checked as if its requester had filled in the form. Where it cannot be made,
 * the step fails with the reason. Resolves to the request; `undefined` where there is none.
 */
export async function startStep(
  context: StartingStep,
  execution: ExecutionId,
): Promise<ClientRequest | undefined> {
  const { workspace, steps, answers, now } = context;
  const step = await steps.find(workspace, execution);
  if (step === undefined || step.doneAt !== undefined) return undefined;
  try {
    const asking = await context.asking();
    const id = requestIdOf(execution);
    // If a process dies right after it was made, the job that looks after requests does the rest.
    const made = await asking.requests.find(workspace, id);
    if (made !== undefined) return made;
    const { requester, wish } = await context.read(step.inputs);
    return (await askForClient(asking, { person: requester, wish, again: true, id, step: execution }))
      .request;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const tried = now().getTime() - Date.parse(step.begunAt);
    if (PASSING.has(error.facts.kind) && tried < TRIED_FOR_MS) throw error;
    await answers.fail(execution, error);
    await steps.done(step);
    return undefined;
  }
}
