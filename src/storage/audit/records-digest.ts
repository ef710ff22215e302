import { createHash } from 'node:crypto';

export interface RecordsDigest {
  add(hash: string): void;
  /** SHA-256, in hexadecimal, over all that was added; may be asked once. */
  value(): string;
}

/** One hash over those of several records in their order: it shows whether one is missing, or another. */
export function recordsDigest(): RecordsDigest {
  const digest = createHash('sha256');
  return {
    add: (hash) => void digest.update(hash, 'ascii'),
    value: () => digest.digest('hex'),
  };
}
