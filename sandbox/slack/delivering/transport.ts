/** So long the bot has for its acknowledgement, over HTTP as over a socket. */
export const DEADLINE_MS = 3000;
export const FORM = 'application/x-www-form-urlencoded';
export const JSON_BODY = 'application/json';

/** What came back; `status` 0 when nothing (whole) came in time. */
export interface Answered {
  readonly status: number;
  readonly answer: string;
  /** `x-slack-no-retry: 1`. */
  readonly refusesRetry: boolean;
}

export const NO_ANSWER: Answered = { status: 0, answer: '', refusesRetry: false };

/** The how many-eth repetition of an event it is, and why. */
export interface Retry {
  readonly num: number;
  readonly reason: string;
}

export type DeliveryKind =
  | 'command'
  | 'shortcut'
  | 'block_actions'
  | 'block_suggestion'
  | 'view_submission'
  | 'view_closed'
  | 'event';
