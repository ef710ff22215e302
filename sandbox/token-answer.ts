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
  /** `status` 0: the API could not be reached. */
  | { readonly kind: 'refused'; readonly status: number; readonly reason: string };
