/** Whose screen it is, as the sandbox's Slack reads it: `ben` in the first workspace, `T1ACME.ben` in another. */
export function identityOf(team: string | undefined, key: string): string {
  return team === undefined ? key : `${team}.${key}`;
}

/** The workspace of such an identity; `undefined` for the first. */
export function teamOf(identity: string | undefined): string | undefined {
  return identity?.includes('.') === true ? identity.split('.')[0] : undefined;
}

/** The person's short name in it. */
export function keyOf(identity: string): string {
  return identity.split('.').at(-1) ?? identity;
}
