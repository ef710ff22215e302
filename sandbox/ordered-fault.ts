/** A failure that was ordered. */
export interface OrderedFault {
  /** Whether it will still happen, or go on happening. */
  isStanding(): boolean;
  /** It does not happen any more. */
  lift(): void;
}
