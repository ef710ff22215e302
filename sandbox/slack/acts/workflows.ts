import type { Person } from '../workspace/people.js';
import type { ActResult } from '../wire/wire.js';
import { sendEvent } from './events.js';
import { ActRefused, type Stage } from './stage.js';

const STEP = 'request_api_client';

/** Runs the sandbox's workflow up to the app's step; resolves when the app has acknowledged that. */
export const runWorkflow = (
  stage: Stage,
  person: Person,
  inputs: Readonly<Record<string, string>>,
): Promise<ActResult> => {
  const { manifest, clock, workflows } = stage;
  const step = manifest.functions.find(({ callbackId }) => callbackId === STEP);
  if (step === undefined) throw new ActRefused('the app has no step for workflows: see --workflow-step');
  const execution = workflows.start(step, person.id, inputs);
  return sendEvent(stage, {
    type: 'function_executed',
    function: { id: 'Fn0STEP', callback_id: step.callbackId, title: step.title, type: 'app' },
    inputs,
    function_execution_id: execution.id,
    workflow_execution_id: clock.id('Wx'),
    event_ts: clock.ts(),
    // Good for minutes at Slack, and here for nothing: the bot has a token of its own.
    bot_access_token: 'xwfp-of-one-execution',
  });
};

/** The workflow as it stands in the menu of shortcuts: for the person who starts it. */
export const runNewHire = (stage: Stage, person: Person): Promise<ActResult> =>
  runWorkflow(stage, person, {
    requester: person.id,
    name: `new-hire-${stage.workflows.all().length + 1}`,
    alphaus_user: 'analytics',
    purpose: 'A new colleague needs API access',
    until: '90d',
  });
