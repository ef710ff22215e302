/** What a person used. `name` is one of ours, or `unknown`: never what was typed. */
export interface Interaction {
  readonly kind: 'command' | 'shortcut' | 'button' | 'form';
  readonly name: string;
}

/** An interaction before it is known whether we have anything of that name. */
export interface Used {
  readonly kind: Interaction['kind'];
  readonly name: string | undefined;
}

/** `repeated`: delivered again, and done already. `fault`: a bug of ours. */
export type InteractionOutcome = 'done' | 'refused' | 'failed' | 'ambiguous' | 'fault' | 'repeated';

/** `refused`: Slack answered with an error; `failed`: no answer that means anything. */
export type SlackCallOutcome = 'ok' | 'rate-limited' | 'refused' | 'failed';

/** Told of what happens, for the metrics. Nothing that it hears says who did what where. It must not throw. */
export interface SlackObserver {
  /** From the request's arrival to the end of its answer. */
  acknowledged(seconds: number, status: number): void;
  interacted(interaction: Interaction, outcome: InteractionOutcome): void;
  called(method: string, outcome: SlackCallOutcome, seconds: number): void;
}
