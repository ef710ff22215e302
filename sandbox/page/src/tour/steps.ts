import type { Snapshot } from '../../../slack/wire/wire.js';
import type { Exchange } from '../../../underneath/exchange.js';

export const STEPS = [
  'make',
  'token',
  'ask',
  'approve',
  'collect',
  'rotate',
  'week',
  'switch',
  'until',
  'warned',
  'extend',
] as const;
export type StepName = (typeof STEPS)[number];

/** How far somebody is on the tour; who has left it comes back to the same place. */
export interface TourPlace {
  readonly at: StepName | 'done';
  readonly isLeft: boolean;
}

export function stepAfter(step: StepName): StepName | 'done' {
  return STEPS[numberOf(step)] ?? 'done';
}

/** From one on. */
export function numberOf(step: StepName): number {
  return STEPS.findIndex((one) => one === step) + 1;
}

export interface TourFacts {
  readonly snapshot: Snapshot;
  /** All that has been seen, in the order of its beginning. */
  readonly exchanges: readonly Exchange[];
  /** The API client that the bot itself gets its access tokens with. */
  readonly connectionId: string | undefined;
}

/** Whether this exchange shows that the step is done, by whatever means. */
export function completes(step: StepName, exchange: Exchange, facts: TourFacts): boolean {
  const { kind, asked, about, answer, sent } = exchange;
  if (answer === null || answer.refusal !== null) return false;
  const isCreation = kind === 'api' && /^POST .*\/(client\/[^/]+|apiclients)$/.test(asked);
  switch (step) {
    case 'make':
      return isCreation;
    case 'token':
      return kind === 'api' && asked.endsWith('/access_token') && about !== facts.connectionId;
    case 'ask': {
      const approvals = facts.snapshot.channels.find((channel) => channel.name === 'approvals');
      return kind === 'web-api' && asked === 'chat.postMessage' && about.split(' ')[0] === approvals?.id;
    }
    case 'approve':
      return kind === 'web-api' && asked === 'chat.postMessage' && sent.includes('request.collect.');
    case 'collect':
      return isCreation && facts.exchanges.some((one) => isPress(one, 'request.collect.'));
    case 'rotate':
      return (
        isCreation &&
        facts.exchanges.some((one) => isPress(one, 'rotate.form.') || isPress(one, '/apiclient rotate'))
      );
    case 'week':
      return kind === 'web-api' && asked === 'chat.postMessage' && sent.includes('rotate.switched.');
    case 'until':
      return isCreation;
    case 'warned':
      return kind === 'web-api' && asked === 'chat.postMessage' && sent.includes('extend.ask.');
    case 'extend':
      return (
        (isPress(exchange, 'extend.form.') && !answer.body.includes('"errors"')) ||
        (kind === 'api' && asked.startsWith('DELETE '))
      );
    case 'switch':
      return kind === 'api' && asked.startsWith('DELETE ');
  }
}

function isPress({ kind, about }: Exchange, actionId: string): boolean {
  return kind === 'delivery' && about.includes(` ${actionId}`);
}
