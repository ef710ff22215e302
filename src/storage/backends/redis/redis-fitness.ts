import { within } from '../../../core/async/within.js';

export const CONNECT_WITHIN_MS = 4000;

/** `ZRANGE … BYLEX` and `BYSCORE` exist since then. */
const OLDEST = { major: 6, minor: 2 };

/** Throws a sentence for a Redis that cannot serve as the store, or, unless that is accepted, may lose records. */
export async function refuseUnfit(info: () => Promise<string>, allowVolatile: boolean): Promise<void> {
  const facts = new Map(
    (await within(CONNECT_WITHIN_MS, info())).split('\r\n').map((line) => {
      const [name = '', value = ''] = line.split(':', 2);
      return [name, value];
    }),
  );
  if (facts.get('cluster_enabled') === '1') {
    throw new Error(
      'it is part of a Redis Cluster, where what belongs together cannot be written together: set STORE_URL to a Redis without cluster mode, or to postgres://',
    );
  }
  const version = facts.get('redis_version') ?? '';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < OLDEST.major || (major === OLDEST.major && minor < OLDEST.minor)) {
    throw new Error(`it is Redis ${version}, and ${OLDEST.major}.${OLDEST.minor} is needed: upgrade it`);
  }
  if (facts.get('role') !== 'master') {
    throw new Error(`it is a ${facts.get('role')}: set STORE_URL to the master`);
  }
  if (allowVolatile) return;
  if (facts.get('aof_enabled') !== '1') {
    throw new Error(
      'it has appendonly no and loses records when it restarts: set appendonly yes, or STORE_ALLOW_VOLATILE=true to accept that',
    );
  }
  const policy = facts.get('maxmemory_policy');
  if (policy !== 'noeviction') {
    throw new Error(
      `it has maxmemory-policy ${policy} and may evict records: set noeviction, or STORE_ALLOW_VOLATILE=true to accept that`,
    );
  }
}
