import {
  type ExecutionId,
  WorkflowStep,
  type WorkflowSteps,
} from '../../../core/requests/workflow/workflow-step.js';
import type { WorkspaceId } from '../../../core/model/ids.js';
import { DAY_MS } from '../../../core/model/durations.js';
import type { Backend } from '../../backends/backend.js';
import { committing } from '../../backends/commit.js';
import { createStore } from '../../backends/store.js';
import { agendaEntries } from '../agenda.js';

/** Longer than a request stays open and its approval waits; a step that is done is kept so that it does not start again. */
const KEPT_FOR_MS = 800 * DAY_MS;
const KEPT_DONE_MS = 30 * DAY_MS;

const keyOf = (workspace: WorkspaceId, execution: ExecutionId): string =>
  `workflow-step:${workspace}:${execution}`;

/** Steps of workflows over any store. */
export function workflowSteps(backend: Backend, now: () => Date): WorkflowSteps {
  const steps = createStore({ backend, schema: WorkflowStep });
  const commit = committing(backend);
  const agenda = agendaEntries(backend);
  return {
    async begin(given) {
      const { workspace, execution } = given;
      const key = keyOf(workspace, execution);
      await commit([
        steps.part.expect(key, undefined),
        steps.part.put(key, { ...given, version: 1 }, KEPT_FOR_MS),
        agenda.adding({ due: now(), kind: 'start-workflow-step', workspace, id: execution }),
      ]);
    },

    find: (workspace, execution) => steps.get(keyOf(workspace, execution)),

    done: (step) =>
      steps.put(
        keyOf(step.workspace, step.execution),
        { ...step, doneAt: now().toISOString() },
        KEPT_DONE_MS,
      ),
  };
}
