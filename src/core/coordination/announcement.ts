/** What a running process tells the others, for as long as it says it again and again. */
export interface Announcement {
  /** Stands from now for `ttlMs`. */
  renew(ttlMs: number): Promise<void>;
  withdraw(): Promise<void>;
}
