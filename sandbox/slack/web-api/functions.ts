import { z } from 'zod';
import { sayOutcome } from '../acts/workflow-outcome.js';
import { SlackError } from '../wire/slack-error.js';
import { fromForm, type Method, method } from './method.js';

const Outputs = z.record(z.string(), z.unknown());

const completeSuccess = method(
  [],
  { function_execution_id: z.string().min(1), outputs: z.unknown() },
  (args, workspace) => {
    const outputs = Outputs.safeParse(fromForm(args.outputs, 'invalid_arguments')).data;
    if (outputs === undefined) throw new SlackError('invalid_arguments');
    sayOutcome(workspace, workspace.workflows.complete(args.function_execution_id, outputs));
    return {};
  },
);

const completeError = method(
  [],
  { function_execution_id: z.string().min(1), error: z.string().min(1) },
  (args, workspace) => {
    sayOutcome(workspace, workspace.workflows.fail(args.function_execution_id, args.error));
    return {};
  },
);

export const functionsMethods: Readonly<Record<string, Method>> = {
  'functions.completeSuccess': completeSuccess,
  'functions.completeError': completeError,
};
