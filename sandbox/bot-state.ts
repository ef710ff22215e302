/** How it stands with the bot's process. */
export type BotState =
  | { readonly kind: 'running' }
  | { readonly kind: 'restarting' }
  /** `ending` says how: "exit status 1", "signal SIGKILL". */
  | { readonly kind: 'ended'; readonly ending: string };
