import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Leases } from '../../core/coordination/leases.js';
import type { Backend } from '../backends/backend.js';
import { createStore } from '../backends/store.js';
import type { SetAside } from '../backends/unreadable-record.js';
import { raiseVersion, STORE_VERSION, versionMismatch, versionOf } from '../backends/store-version.js';
import { leases } from '../coordination/leases.js';
import type { Migration } from './migration.js';
import { migrations } from './migrations.js';

const LEASE = 'store-upgrade';
const LEASE_MS = 30_000;
const LOOK_AGAIN_AFTER_MS = 250;
/** A line for so many records. */
const SAY_EVERY = 10_000;

export interface UpgradeOptions {
  /** Told, now and then, what is done or waited for, in a sentence. */
  readonly say: (sentence: string) => void;
  readonly steps?: readonly Migration[];
}

/**
 * Resolves when the store is of this bot's version: one replica brings an older one up, step by step, while the others
 * wait. Throws a sentence for a store that a newer bot wrote.
 */
export async function upgradeStore(
  backend: Backend,
  { say, steps = migrations }: UpgradeOptions,
): Promise<void> {
  const held = leases(createStore({ backend, schema: z.string() }), randomUUID());
  for (;;) {
    const version = await versionOf(backend);
    if (version === STORE_VERSION) return;
    const next = steps.find(({ to }) => to > version);
    if (version > STORE_VERSION || next === undefined) {
      throw new Error(`The store cannot be used: ${await versionMismatch(backend)}.`);
    }
    if (await held.hold(LEASE, LEASE_MS)) {
      await whileHeld(held, () => migrate(backend, { version, next, say }));
    } else {
      say(`another replica brings the store up from version ${version} to ${STORE_VERSION}: this one waits`);
      await sleep(LOOK_AGAIN_AFTER_MS);
    }
  }
}

async function migrate(
  backend: Backend,
  { version, next, say }: { version: number; next: Migration } & Pick<UpgradeOptions, 'say'>,
): Promise<void> {
  // The replica that held the lease before may have done it.
  if ((await versionOf(backend)) !== version) return;
  const doing = `the store is brought up from version ${version} to ${next.to}`;
  say(doing);
  let said = 0;
  const progress = (records: number): void => {
    if (records < said + SAY_EVERY) return;
    said = records;
    say(`${doing}: ${records} records so far`);
  };
  const setAside: SetAside = ({ message }) => say(`${message}: it stays as it is, and is in no list`);
  await next.run({ ...backend, setAside }, progress, say);
  await raiseVersion(backend, version, next.to);
}

async function whileHeld(held: Leases, work: () => Promise<void>): Promise<void> {
  // A store that does not answer now may do so next time, before the lease is over.
  const holdingOn = setInterval(() => void held.hold(LEASE, LEASE_MS).catch(() => false), LEASE_MS / 3);
  try {
    await work();
  } finally {
    clearInterval(holdingOn);
    await held.letGo(LEASE);
  }
}
