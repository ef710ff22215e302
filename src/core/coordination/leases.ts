/** Held by one process at a time, and free again soon after it died. */
export interface Leases {
  /** `true` while this process has it, from now for `ttlMs`; asked again, it is held on. */
  hold(name: string, ttlMs: number): Promise<boolean>;
  letGo(name: string): Promise<void>;
  /** Whether any process has it. */
  isHeld(name: string): Promise<boolean>;
}
