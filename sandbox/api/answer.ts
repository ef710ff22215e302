/** What goes out over the wire. A stream's chunks are lines; any other answer has one chunk at most. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly chunks: readonly string[];
  readonly stream: boolean;
}

export function json(value: unknown, status = 200, headers: Answer['headers'] = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    chunks: [JSON.stringify(value)],
    stream: false,
  };
}

/** Newline-separated envelopes, as Blue API sends lists. */
export function stream(results: readonly unknown[]): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    chunks: results.map((result) => `${JSON.stringify({ result })}\n`),
    stream: true,
  };
}

/** Thrown where the API says no; `refusal-shapes.ts` gives it the shape of the flavour. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Answer['headers'];

  constructor(status: number, message: string, headers: Answer['headers'] = {}) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.headers = headers;
  }
}
