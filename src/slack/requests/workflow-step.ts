import { z } from 'zod';
import { PersonId } from '../../core/model/ids.js';
import { userNamed } from '../../core/connection/connection.js';
import { Problem } from '../../core/problem.js';
import { startStep, type StepWish } from '../../core/requests/workflow/start-step.js';
import { ExecutionId } from '../../core/requests/workflow/workflow-step.js';
import { adminsToAsk } from '../call/admins-to-ask.js';
import { whoKnowsAccount } from '../call/account-changed.js';
import type { Services } from '../call/services.js';
import { readEnd, readName, readPurpose } from '../forms/validation.js';
import { deliver } from '../cards/request/deliver.js';
import { stepAnswers } from '../cards/request/step-answers.js';
import type { Log } from '../log.js';

/** The id of the step in the manifest. */
export const STEP = 'request_api_client';

/** Workflow Builder gives some values as a list of one. */
const Input = z
  .union([z.string(), z.array(z.string()).min(1).max(1)])
  .transform((value) => [value].flat()[0] ?? '');

const Executed = z.object({
  type: z.literal('function_executed'),
  function: z.object({ callback_id: z.literal(STEP) }),
  function_execution_id: ExecutionId,
  inputs: z.record(z.string(), z.unknown()).default({}),
});

/**
 * Writes down that a workflow wants an API client, before Slack is told that the event has arrived. The token that comes
 * with the event is not kept: it is good for minutes, and a request for days.
 */
export async function noteStep(services: Services, event: unknown): Promise<void> {
  const { workspace, workflowSteps, now } = services;
  const executed = Executed.safeParse(event).data;
  // Another step of a newer manifest: nobody here knows it.
  if (executed === undefined) return;
  const inputs = Object.entries(executed.inputs).flatMap(([name, value]) => {
    const text = Input.safeParse(value).data?.slice(0, INPUT_LIMIT);
    return text === undefined || text === '' ? [] : [[name, text] as const];
  });
  await workflowSteps.begin({
    workspace,
    execution: executed.function_execution_id,
    inputs: Object.fromEntries(inputs),
    begunAt: now().toISOString(),
  });
}

/** More than any of them may have, so that what is too long is refused and not cut. */
const INPUT_LIMIT = 2_000;

/** Reads a step's inputs as the form is read. */
export async function readStep(
  services: Services,
  inputs: Readonly<Record<string, string>>,
): Promise<StepWish> {
  const requester = PersonId.safeParse(inputs['requester']).data;
  if (requester === undefined) throw new Problem({ kind: 'step-requester-missing' });
  const name = readName(inputs['name'] ?? '');
  const purpose = readPurpose(inputs['purpose'] ?? '');
  const connection = await services.connections.current();
  if (connection === undefined) throw await notConnected(services);
  const typed = inputs['alphaus_user'] ?? '';
  const user = userNamed(await connection.alphaus.users(), typed);
  if (user === undefined) throw new Problem({ kind: 'alphaus-user-unknown', user: typed });
  const until = inputs['until'];
  const endsAt =
    until === undefined
      ? undefined
      : readEnd(until, {
          now: services.now(),
          zone: await services.people.zoneOf(requester),
        }).toISOString();
  return { requester, wish: { name, purpose, user, owner: { kind: 'person', id: requester }, endsAt } };
}

/** In a workflow, where nobody can set it up. */
const notConnected = async (services: Services): Promise<Problem> =>
  new Problem({ kind: 'not-connected', maySetUp: false, ask: await adminsToAsk(services) });

interface Run {
  readonly services: Services;
  readonly log: Log;
  readonly reference: string;
}

/** Makes the request that a workflow wants, and asks those who decide. */
export async function startWorkflowStep(
  { services, log, reference }: Run,
  execution: ExecutionId,
): Promise<void> {
  const request = await startStep(
    {
      ...services,
      steps: services.workflowSteps,
      answers: stepAnswers(services),
      read: (inputs) => readStep(services, inputs),
      async asking() {
        const connection = await services.connections.current();
        if (connection === undefined) throw await notConnected(services);
        return {
          ...services,
          reference,
          connection,
          whoKnowsAccount: (user) => whoKnowsAccount(services, user),
        };
      },
    },
    execution,
  );
  if (request !== undefined) await deliver(services, log, request);
}
