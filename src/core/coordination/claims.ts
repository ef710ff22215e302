/** Things that happen once, however many clicks, deliveries and replicas there are. */
export interface Claims {
  /** `true` for exactly one caller while the claim lives. */
  once(key: string, ttlMs: number): Promise<boolean>;
  /** Gives a claim back: what was to happen did not. */
  giveBack(key: string): Promise<void>;
  /** Whether this process has claimed it before; `false` says nothing. */
  isKnown(key: string): boolean;
}
