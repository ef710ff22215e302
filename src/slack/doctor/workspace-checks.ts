import { flawsOf } from '../../core/rules/policy-flaws.js';
import type { AuditRecord } from '../../core/audit/audit-event.js';
import { sentenceFor } from '../call/answering/outcome.js';
import { bad, type Check, good } from './finding.js';

const SLOW_MS = 250;
/** Enough records to see that the end of the trail is intact; an export verifies all of it. */
const RECORDS_LOOKED_AT = 100;

/** Each account exchanges its credentials for an access token and reads with it. */
export const connection: Check = {
  name: 'connection',
  async look({ services, words }) {
    const accounts = await services.connections.accounts();
    if (accounts.length === 0) return [bad(words.doctor.notConnected)];
    return Promise.all(
      accounts.map(async (account) => {
        try {
          const users = (await services.connections.test(account.product)) ?? [];
          return good(words.doctor.connected(account, users.length));
        } catch (error) {
          return bad(words.doctor.connectionFails(account, sentenceFor(words, error)));
        }
      }),
    );
  },
};

export const store: Check = {
  name: 'store',
  async look({ services, words }) {
    const ms = await services.self.storeLatencyMs();
    return [ms <= SLOW_MS ? good(words.doctor.store(ms)) : bad(words.doctor.storeSlow(ms))];
  },
};

export const encryptionKeys: Check = {
  name: 'keys',
  look: ({ services, words }) => {
    const { first, others } = services.self.sealingKeys;
    return Promise.resolve([
      good(others.length === 0 ? words.doctor.key(first) : words.doctor.keys(first, others)),
    ]);
  },
};

/** People who are gone, empty groups, and what nobody can approve. */
export const policy: Check = {
  name: 'policy',
  async look({ services, words }) {
    const [rules, everybody] = await Promise.all([
      services.rules.of(services.workspace),
      services.people.everybody(),
    ]);
    const flaws = flawsOf(rules, everybody);
    return flaws.length === 0
      ? [good(words.doctor.policyHolds)]
      : flaws.map((flaw) => bad(words.policy.flaw(flaw)));
  },
};

export const trail: Check = {
  name: 'trail',
  async look({ services, words }) {
    const { audit, workspace } = services;
    const { sequence } = await audit.head(workspace);
    let later: AuditRecord | undefined;
    let looked = 0;
    for await (const record of audit.backwards(workspace, sequence + 1)) {
      const follows = later === undefined || later.previousHash === record.hash;
      if (!audit.isWhole(record) || !follows) return [bad(words.doctor.trailBroken(record.sequence))];
      later = record;
      looked += 1;
      if (looked === RECORDS_LOOKED_AT) break;
    }
    return [good(words.doctor.trail(sequence))];
  },
};

export const version: Check = {
  name: 'version',
  look: ({ services, words }) => Promise.resolve([good(words.version(services.version))]),
};
