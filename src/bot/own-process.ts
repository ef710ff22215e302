import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Agenda } from '../core/agenda/agenda.js';
import type { Intents } from '../core/intents/intents.js';
import type { Leases } from '../core/coordination/leases.js';
import { isAlive } from '../jobs/heartbeat.js';
import type { Backend } from '../storage/backends/backend.js';
import { createStore } from '../storage/backends/store.js';
import { openAgenda } from '../storage/records/agenda.js';
import { storedIntents } from '../storage/records/clients/intents.js';
import { leases, soleLeases } from '../storage/coordination/leases.js';
import type { Runtime } from './runtime.js';

/** What this process is to the others that use the same store, and what it has begun. */
export interface OwnProcess {
  readonly id: string;
  readonly leases: Leases;
  readonly intents: Intents;
  readonly agenda: Agenda;
}

export function ownProcess(backend: Backend, { now, pace }: Pick<Runtime, 'now' | 'pace'>): OwnProcess {
  const id = randomUUID();
  const held = backend.shared ? leases(createStore({ backend, schema: z.string() }), id) : soleLeases;
  const agenda = openAgenda(backend, now);
  return {
    id,
    leases: held,
    agenda,
    intents: storedIntents({
      backend,
      lookAfterMs: pace.settleEveryMs,
      process: id,
      isAlive: (process) => isAlive(held, process),
      now,
    }),
  };
}
