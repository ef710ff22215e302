/** What is asked of another program over HTTP. Redirections are not followed. */
export interface HttpRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | FormData | AsyncIterable<Uint8Array>;
  readonly signal?: AbortSignal;
}

/** The server's answer, whatever the status: as much of `Response` as the bot and the Slack SDK read. */
export interface HttpAnswer {
  readonly ok: boolean;
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  readonly headers: HttpHeaders;
  readonly body: AsyncIterable<Uint8Array> | null;
  text(): Promise<string>;
  json(): Promise<unknown>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

export interface HttpHeaders {
  /** Whatever the case of its name; several of one name joined by commas. */
  get(name: string): string | null;
  entries(): Iterable<[string, string]>;
}

/** As much of `fetch` as is needed: rejects when no whole answer came. */
export type Fetch = (url: string | URL, request?: HttpRequest) => Promise<HttpAnswer>;
