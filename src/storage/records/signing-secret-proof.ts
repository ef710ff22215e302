import { createHash } from 'node:crypto';
import type { Secret } from '../../core/model/secret.js';
import type { Backend } from '../backends/backend.js';

/** Remembers that a signing secret was proved right, by a fingerprint from which nobody finds it. */
export function signingSecretProof(backend: Backend, secret: Secret) {
  const fingerprint = createHash('sha256')
    .update(`signing secret ${secret.reveal()}`)
    .digest('hex')
    .slice(0, 24);
  const key = `signing-secret-proved:${fingerprint}`;
  return {
    isProved: async (): Promise<boolean> => (await backend.get(key)) !== undefined,
    async prove(): Promise<void> {
      await backend.commit({ put: [{ key, text: 'true' }] });
    },
  };
}
