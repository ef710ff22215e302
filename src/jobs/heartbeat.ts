import type { Leases } from '../core/coordination/leases.js';

const leaseOf = (process: string): string => `process:${process}`;

export interface Heartbeat {
  /** Other replicas may take up at once what this process leaves. */
  stop(): Promise<void>;
}

/** Lets other replicas know that this process is at work; it counts as dead `leaseMs` after its last heartbeat. */
export async function startHeartbeat(
  leases: Leases,
  process: string,
  leaseMs: number,
  failed: (error: unknown) => void,
): Promise<Heartbeat> {
  const lease = leaseOf(process);
  await leases.hold(lease, leaseMs);
  const holdingOn = setInterval(() => void leases.hold(lease, leaseMs).catch(failed), leaseMs / 3);
  return {
    async stop() {
      clearInterval(holdingOn);
      await leases.letGo(lease).catch(failed);
    },
  };
}

export function isAlive(leases: Leases, process: string): Promise<boolean> {
  return leases.isHeld(leaseOf(process));
}
