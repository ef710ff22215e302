import { createHash } from 'node:crypto';
import oauth, { type StateStore } from '@slack/oauth';
import type { Claims } from '../../core/coordination/claims.js';
import type { Secret } from '../../core/model/secret.js';

// Node does not find these two by name among what a CommonJS module passes on from others.
const { ClearStateStore, InvalidStateError } = oauth;

/** A begun installation is completed within this time. */
export const STATE_LIVES_SECONDS = 600;

/** Signed states, each good for one installation, whichever replica completes it. */
export function oauthState(secret: Secret, claims: Claims): StateStore {
  const signed = new ClearStateStore(secret.reveal(), STATE_LIVES_SECONDS);
  return {
    generateStateParam: (options, now) => signed.generateStateParam(options, now),

    async verifyStateParam(now, state) {
      const options = await signed.verifyStateParam(now, state);
      const id = createHash('sha256').update(state).digest('base64url');
      if (!(await claims.once(`oauth-state:${id}`, STATE_LIVES_SECONDS * 1000))) {
        throw new InvalidStateError('the state was used already');
      }
      return options;
    },
  };
}
