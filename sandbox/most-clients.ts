/** More API clients than this make the sandbox slow. */
export const MOST_CLIENTS = 50_000;
