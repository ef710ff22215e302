import type {
  AlphausUser,
  AlphausUserName,
  ApiClient,
  ClientId,
  ClientName,
  IssuedApiClient,
  PersonId,
  RequestId,
  WorkspaceId,
} from './api-client.js';
import type { AuditEvent, AuditHead, AuditRecord } from './audit-event.js';
import type { AuditFileFormat, AuditSelection } from './audit-selection.js';
import type { IssueIntent, Offer } from './intent.js';
import type { ClientRecord } from './client-record.js';
import type { WorkspaceRules } from './decide.js';
import type { Policy } from './policy.js';
import type { ClientRequest } from './request.js';

/** What is known after asking for a new API client. A certain refusal is a thrown `Problem` instead. */
export type CreateOutcome =
  | { readonly kind: 'created'; readonly client: IssuedApiClient }
  /**
   * The request left, and its answer was lost, late or unreadable: a client may or may not exist.
   * `sentAt` and `gaveUpAt` bound the window in which it was made, by our clock.
   */
  | { readonly kind: 'ambiguous'; readonly sentAt: Date; readonly gaveUpAt: Date };

/** The API's calls on API clients: one implementation per API flavour. Failures are a thrown `Problem`. */
export interface ApiClients {
  /** Never repeated by itself: the API has no idempotency key. */
  create(user: AlphausUserName, name: ClientName): Promise<CreateOutcome>;
  list(user: AlphausUserName): Promise<readonly ApiClient[]>;
  /** Safe to repeat; `absent` when the API did not know the client (any more). */
  delete(user: AlphausUserName, id: ClientId): Promise<'deleted' | 'absent'>;
}

/** A connected Alphaus account. */
export interface Alphaus {
  readonly clients: ApiClients;
  /** The API clients whose credentials the connection itself uses: they must not be deleted. */
  readonly ownClientIds: ReadonlySet<string>;
  /** The one with which the connection acts for a user; `undefined` where the user's product is not connected. */
  clientIdOf(user: AlphausUserName): string | undefined;
  /** Where the credentials of a user's API client are exchanged for an access token. */
  tokenUrlOf(user: AlphausUserName): string;
  /** The caller first, then its subusers. */
  users(): Promise<readonly AlphausUser[]>;
}

/** Atomic key-value storage of one kind of record. Every failure is thrown, never read as "nothing there". */
export interface Store<Value> {
  /** `undefined` when absent or expired. */
  get(key: string): Promise<Value | undefined>;
  put(key: string, value: Value, ttlMs?: number): Promise<void>;
  delete(key: string): Promise<void>;
  /** `true` for exactly one of all callers, in all processes, while no live value stands there. */
  putIfAbsent(key: string, value: Value, ttlMs?: number): Promise<boolean>;
  /** Compare-and-set: `true` when the stored value was still `expected` (as got from `get`). */
  replace(key: string, expected: Value, next: Value, ttlMs?: number): Promise<boolean>;
  /** The same, and where it was not, what stood there instead. */
  swap(key: string, expected: Value, next: Value, ttlMs?: number): Promise<Swapped<Value>>;
  /** Every live record whose key starts with `prefix`, in key order. */
  scan(prefix: string): AsyncIterable<readonly [key: string, value: Value]>;
}

export type Swapped<Value> =
  | { readonly kind: 'swapped' }
  | { readonly kind: 'other'; readonly standing: Value | undefined };

/** The records of API clients made here, and of those deleted from here. */
export interface ClientRecords {
  find(workspace: WorkspaceId, id: ClientId): Promise<ClientRecord | undefined>;
  add(record: ClientRecord): Promise<void>;
  /** Applies `change` to the newest state, atomically; `undefined` from `change` leaves it as it is. */
  change(
    workspace: WorkspaceId,
    id: ClientId,
    change: (record: ClientRecord) => ClientRecord | undefined,
  ): Promise<ClientRecord | undefined>;
  ofWorkspace(workspace: WorkspaceId): Promise<readonly ClientRecord[]>;
}

/** Rules as they stood at one moment; each change of the policy makes its next version. */
export interface VersionedRules extends WorkspaceRules {
  /** 0 until the policy is changed for the first time; grants do not count. */
  readonly policyVersion: number;
  readonly policyChanged: { readonly by: PersonId; readonly at: Date } | undefined;
}

/** Who may do what: the policy and the grants of each workspace, the defaults until an admin changes them. */
export interface Rules {
  of(workspace: WorkspaceId): Promise<VersionedRules>;
  /** As last read here, however old: good for leaving something out, never for admitting. */
  known(workspace: WorkspaceId): VersionedRules | undefined;
  /** Applies `change` to the newest state, atomically; `undefined` from `change` leaves it as it is. */
  change(
    workspace: WorkspaceId,
    change: (rules: VersionedRules) => VersionedRules | undefined,
  ): Promise<VersionedRules>;
}

/** A turn that was taken, or the moment at which one is free again. */
export type Turn =
  | { readonly kind: 'taken'; giveBack(): Promise<void> }
  | { readonly kind: 'none'; readonly freeAt: Date };

/** So much may happen within any hour, and no more, however many ask at once and in whichever processes. */
export interface Turns {
  take(
    workspace: WorkspaceId,
    act: 'create' | 'delete' | 'request',
    who: PersonId | 'everybody',
    limit: number,
  ): Promise<Turn>;
}

/** Creates under way, where a person may have so many API clients and no more. */
export interface Places {
  /**
   * Takes a place if `isRoomFor` the number of those taken says so, atomically: it is asked again when that
   * number changes meanwhile. Resolves to what gives the place back; `undefined` without room.
   */
  take(
    workspace: WorkspaceId,
    person: PersonId,
    isRoomFor: (underWay: number) => Promise<boolean>,
  ): Promise<(() => Promise<void>) | undefined>;
}

/** Policies that an admin has entered and not saved yet: they are looked at first. */
export interface PolicyDrafts {
  keep(workspace: WorkspaceId, id: string, policy: Policy): Promise<void>;
  /** `undefined` after an hour. */
  find(workspace: WorkspaceId, id: string): Promise<Policy | undefined>;
}

/** Things that happen once, however many clicks, deliveries and replicas there are. */
export interface Claims {
  /** `true` for exactly one caller while the claim lives. */
  once(key: string, ttlMs: number): Promise<boolean>;
  /** Whether this process has claimed it before; `false` says nothing. */
  isKnown(key: string): boolean;
}

/** Who is deleting, or has deleted, an API client. */
export interface Deletion {
  readonly by: PersonId;
  readonly at: Date;
  readonly done: boolean;
}

/** One attempt to delete an API client. */
export interface DeletionClaim {
  readonly by: PersonId;
  readonly at: Date;
  readonly intent: string;
}

/** Exactly one deletion of an API client runs at a time, and its outcome stays readable. */
export interface Deletions {
  /**
   * `'claimed'` for exactly one caller; everybody else gets the deletion that stands. Under the same `intent`
   * a claim is taken up again: it was a process that died which made it.
   */
  claim(workspace: WorkspaceId, id: ClientId, claim: DeletionClaim): Promise<'claimed' | Deletion>;
  finish(workspace: WorkspaceId, id: ClientId, by: PersonId, at: Date): Promise<void>;
  /**
   * Gives this very claim back, if it still stands, after a deletion that did not happen, or of which nobody knows
   * whether it did.
   */
  release(
    workspace: WorkspaceId,
    id: ClientId,
    claim: DeletionClaim,
    outcome: 'not-deleted' | 'unknown',
  ): Promise<void>;
  /** The last attempt of which nobody knows whether it deleted. */
  attempt(workspace: WorkspaceId, id: ClientId): Promise<Pick<Deletion, 'by' | 'at'> | undefined>;
  find(workspace: WorkspaceId, id: ClientId): Promise<Deletion | undefined>;
}

/** Every attempt and its outcome: append-only, one hash chain a workspace, without gaps. */
export interface AuditTrail {
  /**
   * Rejects when the record cannot be written, and behind an uninstallation: then the act that it tells of must not
   * happen.
   */
  append(workspace: WorkspaceId, event: AuditEvent): Promise<AuditRecord>;
  /**
   * Writes what became of an act, which has happened either way: a store that does not take the record is
   * tried again behind the scenes. Never rejects for the store's sake. Behind an uninstallation nothing is written.
   */
  conclude(workspace: WorkspaceId, event: AuditEvent): Promise<void>;
  /** The newest record's, asked of the store; sequence 0 when there is none. */
  head(workspace: WorkspaceId): Promise<AuditHead>;
  /** Records behind the one numbered `after`, up to `until` (default: the newest), oldest first. */
  forwards(workspace: WorkspaceId, after: number, until?: number): AsyncIterable<AuditRecord>;
  /** Records before the one numbered `before`, newest first, as far back as they are kept. */
  backwards(workspace: WorkspaceId, before: number): AsyncIterable<AuditRecord>;
  /** Whether what the record says is what its hash was made of. */
  isWhole(record: AuditRecord): boolean;
  /** Removes this record and all before it, for good; the rest still verifies. */
  cut(workspace: WorkspaceId, last: AuditHead): Promise<void>;
  /** Removes what a cut has left behind that was broken off. */
  finishCut(workspace: WorkspaceId): Promise<void>;
}

/** The trail as files that can be verified without the store. */
export interface AuditFiles {
  /** The lines, each with its end, of a file whose last record is the one numbered `until`, selected or not. */
  lines(
    workspace: WorkspaceId,
    format: AuditFileFormat,
    selection: AuditSelection,
    until: number,
  ): AsyncIterable<string>;
}

/** How a secret reaches its person, once, and what stays of it. */
export interface SecretHandover {
  /** Whether the way to the person stands already. */
  readonly isOpen: boolean;
  /** Opens the way to the person; a `Problem` when there is none. */
  open(): Promise<void>;
  /** Sends the secret once, whatever becomes of the answer. `refused`: it may not have arrived. */
  show(client: IssuedApiClient, record: ClientRecord): Promise<'handed-over' | 'refused'>;
  /** Leaves the lasting message; resolves to whether nothing is left to do: it stands, or nobody is there to get it. */
  leaveReceipt(record: ClientRecord): Promise<boolean>;
  /** Says that nobody knows whether a client was made, and offers what may be it. */
  tellUnclear(intent: IssueIntent, offer: Offer | undefined): Promise<void>;
}

/** Requests; each change is one atomic transition, however many people, clicks and replicas there are. */
export interface Requests {
  find(workspace: WorkspaceId, id: RequestId): Promise<ClientRequest | undefined>;
  add(request: ClientRequest): Promise<void>;
  /** Swapped by exactly one caller who saw `current`. */
  replace(current: ClientRequest, next: ClientRequest): Promise<Swapped<ClientRequest>>;
  /** Those that somebody still has to look after, oldest first. */
  live(workspace: WorkspaceId): Promise<readonly ClientRequest[]>;
  /** All that this person ever asked for. */
  of(workspace: WorkspaceId, requester: PersonId): Promise<readonly ClientRequest[]>;
  /** Has it among the live ones again. */
  watch(request: ClientRequest): Promise<void>;
  /** Nothing is left to do about it: it stays readable, and is not among the live ones any more. */
  forget(request: ClientRequest): Promise<void>;
}

/** A message about a request, and how far it came. */
export interface RequestMessage {
  /** What it is, such as the card in the approvals channel: no request has two of the same. */
  readonly key: string;
  readonly claimedAt: Date;
  /** `sending` for long: its process died, or Slack's answer was lost, so it may stand or not. */
  readonly state: 'sending' | 'refused' | { readonly channel: string; readonly ts: string };
  /** The version of the request that it shows. */
  readonly shows: number;
}

/** The messages about requests: each is sent once, however many replicas and restarts there are. */
export interface RequestMessages {
  /** `true` for exactly one caller, who sends the message. */
  claim(request: ClientRequest, key: string, at: Date): Promise<boolean>;
  /** Writes how far it came. */
  put(request: ClientRequest, message: RequestMessage): Promise<void>;
  /** It was not sent for certain, and may be claimed anew. */
  release(request: ClientRequest, key: string): Promise<void>;
  of(request: ClientRequest): Promise<readonly RequestMessage[]>;
  /** Whether whoever was sending it will never know what came of it. */
  isAbandoned(message: RequestMessage): boolean;
}
