import type { ClientRequest } from './request.js';

/** A message about a request, and how far it came. */
export interface RequestMessage {
  /** What it is, such as the card in the approvals channel: no request has two of the same. */
  readonly key: string;
  readonly claimedAt: Date;
  /** `sending` for long: its process died, or Slack's answer was lost, so it may stand or not. */
  readonly state: 'sending' | 'refused' | { readonly channel: string; readonly ts: string };
  /** The version of the request that it shows. */
  readonly shows: number;
}

/** The messages about requests: each is sent once, however many replicas and restarts there are. */
export interface RequestMessages {
  /** `true` for exactly one caller, who sends the message. */
  claim(request: ClientRequest, key: string, at: Date): Promise<boolean>;
  /** Writes how far it came. */
  put(request: ClientRequest, message: RequestMessage): Promise<void>;
  /** It was certainly not sent, and may be claimed again. */
  release(request: ClientRequest, key: string): Promise<void>;
  of(request: ClientRequest): Promise<readonly RequestMessage[]>;
  /** Whether the process that was sending it will never know the outcome. */
  isAbandoned(message: RequestMessage): boolean;
}
