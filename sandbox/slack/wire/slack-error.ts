import type { JsonObject } from './wire.js';

/** An `ok: false` answer of the Web API. */
export class SlackError extends Error {
  readonly code: string;
  readonly details: JsonObject;

  constructor(code: string, details: JsonObject = {}) {
    super(code);
    this.name = 'SlackError';
    this.code = code;
    this.details = details;
  }

  /** With `response_metadata.messages`, as for blocks and arguments. */
  static withMessages(code: string, messages: readonly string[]): SlackError {
    return new SlackError(code, { response_metadata: { messages } });
  }
}
