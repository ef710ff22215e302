/** One entry of a list under a field: what typed text may become, or lead to. */
export interface Listed {
  readonly key: string;
  readonly title: string;
  readonly hint: string;
  readonly about: string;
}
