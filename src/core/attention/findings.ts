import type { ClientId, WorkspaceId } from '../model/ids.js';
import type { Part } from '../store.js';
import type { Finding, FindingKind } from './finding.js';

/** The start of a page of findings: behind, or before, this one. */
export interface FindingPlace {
  readonly kind: FindingKind;
  readonly client: ClientId;
}

/** Which findings are read. Without a kind: of all kinds, one kind after the other. */
export interface FindingRange {
  readonly kind?: FindingKind | undefined;
  readonly after?: FindingPlace | undefined;
  readonly backwards?: boolean;
}

/** What needs attention, until it is settled or told. Each read costs what it yields. */
export interface Findings {
  find(workspace: WorkspaceId, place: FindingPlace): Promise<Finding | undefined>;
  /** All about one API client. */
  of(workspace: WorkspaceId, client: ClientId): Promise<readonly Finding[]>;
  standing(workspace: WorkspaceId, range?: FindingRange): AsyncIterable<Finding>;
  /** The findings of which nobody has been told. */
  untold(workspace: WorkspaceId): AsyncIterable<Finding>;
  /** Notes findings; one that stands with the same mark stays as it is, told or not. */
  note(workspace: WorkspaceId, findings: readonly Finding[]): Promise<void>;
  /** The parts of a batch that note a finding, whatever stands there. */
  noting(finding: Finding): readonly Part[];
  /** Notes that people were told. What changed meanwhile stays untold. */
  told(workspace: WorkspaceId, findings: readonly Finding[], at: Date): Promise<void>;
  /** The parts of a batch that put a finding off; refused unless it stands as it was read. */
  puttingOff(finding: Finding, until: Date): readonly Part[];
  /** The parts of a batch by which a finding is settled; it need not exist. */
  settling(workspace: WorkspaceId, place: FindingPlace): readonly Part[];
  settle(workspace: WorkspaceId, places: readonly FindingPlace[]): Promise<void>;
  /** Makes findings untold again that were put off until now. */
  wake(workspace: WorkspaceId, now: Date): Promise<void>;
}
