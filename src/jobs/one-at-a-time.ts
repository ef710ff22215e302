import type { Leases } from '../core/coordination/leases.js';

/**
 * Runs `job` unless another replica is at it. A replica that dies in the middle is succeeded `leaseMs` later;
 * one that only stalls that long may be overlapped, so a job still guards each of its acts by itself.
 */
export async function oneAtATime(
  leases: Leases,
  name: string,
  leaseMs: number,
  job: () => Promise<void>,
): Promise<void> {
  const lease = `job:${name}`;
  if (!(await leases.hold(lease, leaseMs))) return;
  // A store that does not answer now may do so next time, before the lease is over.
  const holdingOn = setInterval(() => void leases.hold(lease, leaseMs).catch(() => false), leaseMs / 3);
  try {
    await job();
  } finally {
    clearInterval(holdingOn);
    await leases.letGo(lease);
  }
}
