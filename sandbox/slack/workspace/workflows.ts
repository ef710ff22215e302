import type { Clock } from '../clock.js';
import type { AppFunction } from '../manifest.js';
import { SlackError } from '../wire/slack-error.js';

/** One run of a step of the app's, within a workflow. */
export interface Execution {
  readonly id: string;
  readonly step: AppFunction;
  readonly startedBy: string;
  readonly inputs: Readonly<Record<string, string>>;
  state:
    | { readonly kind: 'running' }
    | { readonly kind: 'completed'; readonly outputs: Readonly<Record<string, unknown>> }
    | { readonly kind: 'failed'; readonly error: string };
}

/** The executions of the app's steps: each goes on once. */
export class Workflows {
  readonly #clock: Clock;
  readonly #executions: Execution[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  start(step: AppFunction, startedBy: string, inputs: Readonly<Record<string, string>>): Execution {
    const execution: Execution = {
      id: this.#clock.id('Fx'),
      step,
      startedBy,
      inputs,
      state: { kind: 'running' },
    };
    this.#executions.push(execution);
    return execution;
  }

  all(): readonly Execution[] {
    return [...this.#executions];
  }

  /** Throws for what is not known, is over, or has other outputs than the manifest says. */
  complete(id: string, outputs: Readonly<Record<string, unknown>>): Execution {
    const execution = this.#running(id);
    const { outputs: declared, requiredOutputs } = execution.step;
    const wrong = [
      ...Object.entries(outputs).filter(([name, value]) => !declared.has(name) || typeof value !== 'string'),
      ...requiredOutputs.filter((name) => !(name in outputs)),
    ];
    if (wrong.length > 0) throw new SlackError('parameter_validation_failed');
    execution.state = { kind: 'completed', outputs };
    return execution;
  }

  fail(id: string, error: string): Execution {
    const execution = this.#running(id);
    execution.state = { kind: 'failed', error };
    return execution;
  }

  #running(id: string): Execution {
    const execution = this.#executions.find((one) => one.id === id);
    if (execution === undefined) throw new SlackError('function_execution_not_found');
    if (execution.state.kind !== 'running') throw new SlackError('execution_not_in_running_state');
    return execution;
  }
}
