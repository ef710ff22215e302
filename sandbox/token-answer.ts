/** The body of `POST /sandbox/token`. */
export interface TokenRequest {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What the page shows of the sandbox API's answer to an API client's credentials. */
export type TokenAnswer =
  | {
      readonly kind: 'issued';
      /** Abbreviated. */
      readonly accessToken: string;
      readonly tokenType: string;
      readonly expiresInSeconds: number;
    }
  | {
      readonly kind: 'refused';
      /** 0: the API could not be reached. */
      readonly status: number;
      /** What the API said. */
      readonly reason: string;
      readonly why: WhyRefused;
    };

/** What the sandbox knows of a refused exchange; the API itself does not tell an unknown client from a wrong secret. */
export type WhyRefused = 'deleted' | 'unknown' | 'wrong-secret' | 'incomplete' | 'unreachable' | 'other';
