import { z } from 'zod';
import { WorkspaceId } from '../../model/ids.js';

/** Slack's id of one execution of the step. */
export const ExecutionId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,36}$/)
  .brand<'ExecutionId'>();
export type ExecutionId = z.infer<typeof ExecutionId>;

/** A workflow asked for an API client, and waits until the request has ended. */
export const WorkflowStep = z.object({
  version: z.literal(1),
  workspace: WorkspaceId,
  execution: ExecutionId,
  /** As the workflow gave them: they are checked when the request is made. */
  inputs: z.record(z.string(), z.string()),
  begunAt: z.iso.datetime(),
  /** When the workflow was told to go on: it never is again. */
  doneAt: z.iso.datetime().optional(),
});
export type WorkflowStep = z.infer<typeof WorkflowStep>;

/** Steps of workflows, from their event until the workflow goes on. */
export interface WorkflowSteps {
  /** Writes a step down, and has the clock begin it. Nothing where it is written already. */
  begin(step: Omit<WorkflowStep, 'version'>): Promise<void>;
  find(workspace: WorkspaceId, execution: ExecutionId): Promise<WorkflowStep | undefined>;
  /** Notes that the workflow goes on. */
  done(step: WorkflowStep): Promise<void>;
}

/** What a workflow reads once the request has ended; there is no room for a secret. */
export interface StepOutputs {
  readonly request_id: string;
  readonly outcome: 'collected' | 'denied' | 'withdrawn' | 'expired' | 'closed';
  readonly client_id?: string;
  /** Why it was denied. */
  readonly reason?: string;
}

/** Lets a workflow go on. Repeating either does nothing. */
export interface StepAnswers {
  complete(execution: ExecutionId, outputs: StepOutputs): Promise<void>;
  fail(execution: ExecutionId, error: unknown): Promise<void>;
}
