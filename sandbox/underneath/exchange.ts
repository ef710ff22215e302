/** Who asked whom: Slack the bot, the bot Slack's Web API or a response_url, or somebody the Alphaus API. */
export type ExchangeKind = 'delivery' | 'web-api' | 'response-url' | 'api';

/** A request as it goes out, before anybody has answered. */
export interface Opening {
  readonly kind: ExchangeKind;
  /** What was asked for: the kind of a delivery, a method of the Web API, method and path of the API. */
  readonly asked: string;
  readonly contentType: string;
  readonly body: string;
}

/** The API's answer; status 0 when none came. */
export interface Closing {
  readonly status: number;
  readonly body: string;
}

/** Is told of each request, and by what it returns of the answer. */
export type Witness = (opening: Opening) => (closing: Closing) => void;

/** A request and its answer as the page shows them: secrets are masked, bodies are JSON or text to read. */
export interface Exchange {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly kind: ExchangeKind;
  readonly asked: string;
  /** What the call is about, in the words of the wire; empty where there is nothing to say. */
  readonly about: string;
  readonly sent: string;
  /** `null` while no answer has come. */
  readonly answer: {
    readonly status: number;
    readonly ms: number;
    readonly body: string;
    /** Why it was refused, as the refusing side says it; `null` when it was not. */
    readonly refusal: string | null;
  } | null;
}
