import { TooLate, within } from '../async/within.js';
import type { WorkspaceId } from '../model/ids.js';
import { Problem } from '../problem.js';
import type { Installation, Installations } from './installation.js';

/** After this long, what another replica installed or uninstalled is seen. */
const KEPT_FOR_MS = 3_000;
/** What is kept of one takes some 5 KB; it is read again when it is asked for. */
const KEPT_AT_MOST = 1_000;
/** While the store does not answer, a workspace that was known so lately still is: Slack itself refuses revoked tokens. */
const TRUSTED_FOR_MS = 10 * 60_000;
/** Slack waits for three seconds in all. */
const ASK_KNOWN_FOR_MS = 300;
const ASK_FOR_MS = 1_500;

/** An installation, with what was made to serve its workspace. */
export interface Kept<Served> {
  readonly installation: Installation;
  readonly served: Served;
}

interface Read<Served> {
  readonly readAt: number;
  /** `undefined`: the app is not installed there. */
  readonly kept: Kept<Served> | undefined;
}

export interface KnownInstallationsParts<Served> {
  readonly installations: Pick<Installations, 'find'>;
  readonly now: () => Date;
  /** Makes what serves an installation's workspace; `before` is what served the workspace when it was last read. */
  readonly serve: (installation: Installation, before: Kept<Served> | undefined) => Served;
}

/**
 * Which workspaces have the app installed, as the store said a moment ago; while the store does not answer, as it said
 * within ten minutes. Whatever is not known then is a `Problem`, never "not installed".
 */
export class KnownInstallations<Served> {
  readonly #parts: KnownInstallationsParts<Served>;
  readonly #known = new Map<WorkspaceId, Read<Served>>();
  readonly #reading = new Map<WorkspaceId, Promise<Read<Served>>>();

  constructor(parts: KnownInstallationsParts<Served>) {
    this.#parts = parts;
  }

  /** `undefined` for a workspace in which the app is not installed. */
  async find(workspace: WorkspaceId): Promise<Served | undefined> {
    return (await this.#lookUp(workspace)).kept?.served;
  }

  /** Drops what is held of a workspace in memory. */
  forget(workspace: WorkspaceId): void {
    this.#known.delete(workspace);
    this.#reading.delete(workspace);
  }

  async #lookUp(workspace: WorkspaceId): Promise<Read<Served>> {
    const known = this.#known.get(workspace);
    const age = known && this.#parts.now().getTime() - known.readAt;
    if (known !== undefined && age !== undefined && age >= 0 && age < KEPT_FOR_MS) return known;
    const isTrusted = known?.kept !== undefined && age !== undefined && age < TRUSTED_FOR_MS;
    try {
      return await within(isTrusted ? ASK_KNOWN_FOR_MS : ASK_FOR_MS, this.#readOnce(workspace, known));
    } catch (cause) {
      if (!(cause instanceof TooLate || cause instanceof Problem)) throw cause;
      if (cause instanceof Problem && cause.facts.kind === 'record-unreadable') throw cause;
      if (isTrusted) return known;
      throw new Problem({ kind: 'store-unavailable' }, { cause });
    }
  }

  async #readOnce(workspace: WorkspaceId, known: Read<Served> | undefined): Promise<Read<Served>> {
    const reading = this.#reading.get(workspace) ?? this.#read(workspace, known);
    this.#reading.set(workspace, reading);
    try {
      return await reading;
    } finally {
      if (this.#reading.get(workspace) === reading) this.#reading.delete(workspace);
    }
  }

  async #read(workspace: WorkspaceId, known: Read<Served> | undefined): Promise<Read<Served>> {
    const { installations, now, serve } = this.#parts;
    const readAt = now().getTime();
    // Lets `#readOnce` register this before its answer can come.
    await Promise.resolve();
    const mine = this.#reading.get(workspace);
    const installation = await installations.find(workspace);
    const kept = installation && { installation, served: serve(installation, known?.kept) };
    const next = { readAt, kept };
    if (this.#reading.get(workspace) === mine) {
      this.#known.delete(workspace);
      this.#known.set(workspace, next);
      const oldest = this.#known.keys().next().value;
      if (this.#known.size > KEPT_AT_MOST && oldest !== undefined) this.#known.delete(oldest);
    }
    return next;
  }
}
