import type { Announcement } from '../core/coordination/announcement.js';
import type { Leases } from '../core/coordination/leases.js';

const leaseOf = (process: string): string => `process:${process}`;

export interface Heartbeat {
  /** Other replicas may take up at once what this process leaves. */
  stop(): Promise<void>;
}

/** That a process is at work. */
export const alive = (leases: Leases, process: string): Announcement => ({
  renew: async (ttlMs) => {
    await leases.hold(leaseOf(process), ttlMs);
  },
  withdraw: () => leases.letGo(leaseOf(process)),
});

/** Lets other replicas know what is announced; it counts no more `leaseMs` after this process's last heartbeat. */
export async function startHeartbeat(
  announcements: readonly Announcement[],
  leaseMs: number,
  failed: (error: unknown) => void,
): Promise<Heartbeat> {
  const renewEach = (): Promise<unknown> =>
    Promise.all(announcements.map((announcement) => announcement.renew(leaseMs)));
  await renewEach();
  const beating = setInterval(() => void renewEach().catch(failed), leaseMs / 3);
  return {
    async stop() {
      clearInterval(beating);
      await Promise.all(announcements.map((announcement) => announcement.withdraw().catch(failed)));
    },
  };
}

export function isAlive(leases: Leases, process: string): Promise<boolean> {
  return leases.isHeld(leaseOf(process));
}
