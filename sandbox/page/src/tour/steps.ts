import type { Snapshot } from '../../../slack/wire/wire.js';
import type { Exchange } from '../../../underneath/exchange.js';

export type StepName = 'make' | 'token' | 'ask' | 'approve' | 'delete';

export const STEPS = ['make', 'token', 'ask', 'approve', 'delete'] as const satisfies readonly StepName[];

/** The places on the tour. */
export type TourStop = StepName | 'done' | 'left';

export function stepAfter(step: StepName): TourStop {
  return STEPS[numberOf(step)] ?? 'done';
}

/** From one on. */
export function numberOf(step: StepName): number {
  return STEPS.findIndex((one) => one === step) + 1;
}

/** Whether this exchange shows that the step is done; the panel for trying a client tells of the access token itself. */
export function completes(step: StepName, exchange: Exchange, snapshot: Snapshot): boolean {
  const { kind, asked, about, answer } = exchange;
  if (answer === null || answer.refusal !== null) return false;
  switch (step) {
    case 'make':
    case 'approve':
      return kind === 'api' && /^POST .*\/(client\/[^/]+|apiclients)$/.test(asked);
    case 'token':
      return false;
    case 'ask': {
      const approvals = snapshot.channels.find((channel) => channel.name === 'approvals');
      return kind === 'web-api' && asked === 'chat.postMessage' && about.split(' ')[0] === approvals?.id;
    }
    case 'delete':
      return kind === 'api' && asked.startsWith('DELETE ');
  }
}
