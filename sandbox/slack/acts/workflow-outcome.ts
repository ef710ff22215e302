import { SLACKBOT } from '../workspace/people.js';
import type { Execution } from '../workspace/workflows.js';
import type { Workspace } from '../workspace/workspace.js';

/** The small workflow of the sandbox, as Slack's menu of shortcuts shows it. */
export const NEW_HIRE = { callbackId: 'workflow.new-hire', name: 'New hire needs API access' } as const;

/** What the workflow's last step posts in #general, or what Slackbot says where the step failed. */
export const sayOutcome = ({ world }: Workspace, { state, startedBy, inputs }: Execution): void => {
  const general = world.channels.find(({ name }) => name === 'general');
  if (general === undefined || state.kind === 'running') return;
  const said =
    state.kind === 'failed'
      ? `The step failed: ${state.error}`
      : Object.entries(state.outputs)
          .map(([name, value]) => `${name}: ${String(value)}`)
          .join(' · ');
  world.post(general, {
    authorId: SLACKBOT,
    text: `Workflow “${NEW_HIRE.name}”, started by <@${startedBy}> for ${inputs['name'] ?? ''}. ${said}`,
  });
};
