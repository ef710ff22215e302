import { z } from 'zod';
import type { DeliveryKind, Retry } from './transport.js';

/** A request of Slack as it goes over a socket. */
export interface Envelope {
  readonly envelope_id: string;
  readonly type: 'slash_commands' | 'interactive' | 'events_api';
  readonly payload: unknown;
  readonly accepts_response_payload: boolean;
  readonly retry_attempt?: number;
  readonly retry_reason?: string;
}

/** The payload that HTTP would carry in `body`. */
export const envelopeOf = (
  id: string,
  kind: DeliveryKind,
  body: string,
  retry: Retry | undefined,
): Envelope => {
  if (kind === 'event') {
    return {
      envelope_id: id,
      type: 'events_api',
      payload: JSON.parse(body),
      accepts_response_payload: false,
      retry_attempt: retry?.num ?? 0,
      retry_reason: retry?.reason.replace(/^http_/, '') ?? '',
    };
  }
  const form = new URLSearchParams(body);
  return kind === 'command'
    ? {
        envelope_id: id,
        type: 'slash_commands',
        payload: Object.fromEntries(form),
        accepts_response_payload: true,
      }
    : {
        envelope_id: id,
        type: 'interactive',
        payload: JSON.parse(form.get('payload') ?? ''),
        accepts_response_payload: true,
      };
};

const Acknowledged = z.looseObject({
  envelope_id: z.string(),
  payload: z.record(z.string(), z.unknown()).optional(),
});

export interface EnvelopeAck {
  readonly envelopeId: string;
  /** What HTTP would carry as the answer's body. */
  readonly body: string;
}

/** `undefined` for what is no acknowledgement. An empty payload is none: Slack's own client always sends one. */
export const readAck = (text: string): EnvelopeAck | undefined => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const read = Acknowledged.safeParse(json);
  if (!read.success) return undefined;
  const { envelope_id: envelopeId, payload = {} } = read.data;
  return { envelopeId, body: Object.keys(payload).length === 0 ? '' : JSON.stringify(payload) };
};
