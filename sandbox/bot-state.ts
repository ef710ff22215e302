/** What `GET /sandbox/bot` answers. */
export type BotState =
  | { readonly isRunning: true }
  /** `ending` says how: "exit status 1", "signal SIGKILL". */
  | { readonly isRunning: false; readonly ending: string };
