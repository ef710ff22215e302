import type { Owner, ReceiptPlace } from '../model/client-record.js';
import type { WorkspaceId } from '../model/ids.js';
import type { Commit, Part } from '../store.js';
import type { DeleteIntent, Intent, IssueIntent, Offer } from './intent.js';

/** An intent before it is written down: the store adds the rest. */
export type NewIntent<Kind extends Intent> = Omit<Kind, 'version' | 'id' | 'process' | 'begunAt'>;

/** Keeps what is being asked of the API, durably: see `Intent`. */
export interface Intents {
  /** An intent of this process, under way from now on; nothing is written yet. */
  prepare(intent: NewIntent<IssueIntent>): IssueIntent;
  prepare(intent: NewIntent<DeleteIntent>): DeleteIntent;
  /** What puts it on disk, as parts of a batch. */
  beginning(intent: Intent): readonly Part[];
  /** What removes it from there, as parts of a batch: see `settle`. */
  ending(intent: Intent): readonly Part[];
  /**
   * Writes how far it came, together with further parts; `commit` may write more in the same batch. `undefined` when another
   * process has taken it over: then nothing is written, and it is out of our hands. `owner`: to whom its client is to belong
   * from then on.
   */
  advance<Kind extends Intent>(
    intent: Kind,
    stage: Kind['stage'],
    together?: {
      readonly commit?: Commit | undefined;
      readonly also?: readonly Part[];
      readonly owner?: Owner | undefined;
    },
  ): Promise<Kind | undefined>;
  /** Notes that its outcome is on record, in one batch with that; as `advance` does. */
  noteRecorded<Kind extends Intent>(intent: Kind, outcome: string, commit: Commit): Promise<Kind | undefined>;
  /** Notes that its person heard that its account is gone; `undefined` when another process has taken it over. */
  noteAccountGoneTold<Kind extends Intent>(intent: Kind): Promise<Kind | undefined>;
  /** Notes that this is the so many-th day on which settling it fails; `undefined` as above. */
  noteFailing<Kind extends Intent>(intent: Kind, days: number): Promise<Kind | undefined>;
  /**
   * Removes an intent whose person knows the outcome; `commit` may write more in the same batch. Never rejects: what the
   * store does not take is done later.
   */
  settle(intent: Intent, commit?: Commit): Promise<void>;
  /** Removes it as `settle` does, but only together with what `commit` writes; rejects, and leaves it, where that fails. */
  settleWith(intent: Intent, commit: Commit): Promise<void>;
  /** Notes that its person was told that nothing happened: this process does not tell them again. */
  told(intent: Intent): void;
  wasTold(intent: Intent): boolean;
  /** The work on it ended, settled or not: what is still open is settled by the next look. */
  leave(intent: Intent): void;
  /** Whether this process, or another one that lives, works on it now. */
  isUnderWay(intent: Intent): Promise<boolean>;
  /** Takes over what nobody works on; `undefined` when somebody else was first. It is under way then. */
  takeOver(intent: Intent): Promise<Intent | undefined>;
  /** `undefined` once it is settled. */
  find(workspace: WorkspaceId, id: string): Promise<Intent | undefined>;
  /** Has all open ones looked at now: a process that starts may be the one after the process that left them. */
  lookAtOpen(): Promise<void>;
  /** All that are open in a workspace, of every process. */
  openIn(workspace: WorkspaceId): AsyncIterable<Intent>;
  /** Keeps where a client was announced that is being made. Never rejects: the message is a courtesy. */
  noteAnnounced(intent: IssueIntent, place: ReceiptPlace): Promise<void>;
  /** The message there is gone. Never rejects. */
  forgetAnnounced(intent: IssueIntent): Promise<void>;
  announcedAt(intent: IssueIntent): Promise<ReceiptPlace | undefined>;
  /** Keeps what the intent's person is asked about: good for a month. */
  offer(offer: Offer): Promise<void>;
  findOffer(workspace: WorkspaceId, id: string): Promise<Offer | undefined>;
}
