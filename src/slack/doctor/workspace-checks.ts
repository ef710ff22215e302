import { flawsOf } from '../../core/rules/policy-flaws.js';
import type { AuditRecord } from '../../core/audit/audit-event.js';
import { sentenceFor } from '../call/outcome.js';
import { en } from '../text/en/en.js';
import { bad, type Check, good } from './finding.js';

const SLOW_MS = 250;
/** Enough to see that the end of the trail hangs together; an export verifies all of it. */
const RECORDS_LOOKED_AT = 100;

/** Each account exchanges its credentials for an access token and reads with it. */
export const connection: Check = {
  name: en.doctor.names.connection,
  async look({ services }) {
    const accounts = await services.connections.accounts();
    if (accounts.length === 0) return [bad(en.doctor.notConnected)];
    return Promise.all(
      accounts.map(async (account) => {
        try {
          const users = (await services.connections.test(account.product)) ?? [];
          return good(en.doctor.connected(account, users.length));
        } catch (error) {
          return bad([...en.doctor.connectionFails(account), ...sentenceFor(error)]);
        }
      }),
    );
  },
};

export const store: Check = {
  name: en.doctor.names.store,
  async look({ services }) {
    const ms = await services.self.storeLatencyMs();
    return [ms <= SLOW_MS ? good(en.doctor.store(ms)) : bad(en.doctor.storeSlow(ms))];
  },
};

export const encryptionKeys: Check = {
  name: en.doctor.names.keys,
  look: ({ services }) => {
    const { first, others } = services.self.sealingKeys;
    return Promise.resolve([
      good(others.length === 0 ? en.doctor.key(first) : en.doctor.keys(first, others)),
    ]);
  },
};

/** People who are gone, empty groups, and what nobody can approve. */
export const policy: Check = {
  name: en.doctor.names.policy,
  async look({ services }) {
    const [rules, everybody] = await Promise.all([
      services.rules.of(services.workspace),
      services.people.everybody(),
    ]);
    const flaws = flawsOf(rules, everybody);
    return flaws.length === 0 ? [good(en.doctor.policy)] : flaws.map((flaw) => bad(en.policy.flaw(flaw)));
  },
};

export const trail: Check = {
  name: en.doctor.names.trail,
  async look({ services }) {
    const { audit, workspace } = services;
    const { sequence } = await audit.head(workspace);
    let later: AuditRecord | undefined;
    let looked = 0;
    for await (const record of audit.backwards(workspace, sequence + 1)) {
      const follows = later === undefined || later.previousHash === record.hash;
      if (!audit.isWhole(record) || !follows) return [bad(en.doctor.trailBroken(record.sequence))];
      later = record;
      looked += 1;
      if (looked === RECORDS_LOOKED_AT) break;
    }
    return [good(en.doctor.trail(sequence))];
  },
};

export const version: Check = {
  name: en.doctor.names.version,
  look: ({ services }) => Promise.resolve([good(en.version(services.version))]),
};
