import type { WorkspaceId } from '../../core/model/ids.js';

/** Sequence numbers as text that sorts as they do. */
export const paddedSequence = (sequence: number): string => sequence.toString().padStart(16, '0');

export const auditPrefix = (workspace: WorkspaceId): string => `audit:${workspace}:`;

/** The key of a workspace's record. */
export const auditKey = (workspace: WorkspaceId, sequence: number): string =>
  `${auditPrefix(workspace)}${paddedSequence(sequence)}`;

export const anchorKey = (workspace: WorkspaceId): string => `audit-anchor:${workspace}`;
