import { z } from 'zod';
import type { AuditRecord } from '../../core/audit/audit-event.js';
import type { AuditSubject } from '../../core/audit/audit-selection.js';
import type { WorkspaceId } from '../../core/model/ids.js';
import type { PutPart } from '../../core/store.js';
import type { Backend } from '../backends/backend.js';
import { createStore } from '../backends/store.js';
import { withoutColon } from '../records/clients/client-index.js';
import { paddedSequence } from './audit-key.js';

/** The beginning of the keys of one subject's index entries; the record's padded sequence follows. */
export const subjectPrefix = (workspace: WorkspaceId, subject: AuditSubject): string =>
  `audit-${subject.kind}:${workspace}:${nameOf(subject)}:`;

function nameOf(subject: AuditSubject): string {
  switch (subject.kind) {
    case 'actor':
      return subject.actor;
    case 'client':
      return subject.client;
    case 'user':
      return withoutColon(subject.user);
  }
}

/** One record in so many has an entry by its time: the others are found from there. */
const TIME_EVERY = 16;

/** The beginning of the keys of the entries by time; the instant and the record's padded sequence follow. */
export const timePrefix = (workspace: WorkspaceId): string => `audit-time:${workspace}:`;

/**
 * The index entries of the trail's records: by who acted, by API client and by Alphaus user, and of some of them by time.
 */
export function auditIndex(backend: Backend) {
  const marks = createStore({ backend, schema: z.literal(true) });

  /** The entries follow from the record alone, so they can be removed with it. */
  function entriesOf({ workspace, sequence, actor, target }: AuditRecord): readonly PutPart[] {
    const { user, clientId: client } = target;
    const subjects: readonly AuditSubject[] = [
      { kind: 'actor', actor },
      ...(user === undefined ? [] : [{ kind: 'user', user } as const]),
      ...(client === undefined ? [] : [{ kind: 'client', client } as const]),
    ];
    return subjects.map((subject) =>
      marks.part.put(`${subjectPrefix(workspace, subject)}${paddedSequence(sequence)}`, true),
    );
  }

  /**
   * The entry by time, of a record that has one. It is not written for an outcome that had to wait for the store, whose
   * time is not that of its place; removed, it need not be there.
   */
  function timeOf({ workspace, sequence, time }: AuditRecord): readonly PutPart[] {
    if (sequence % TIME_EVERY !== 0) return [];
    return [marks.part.put(`${timePrefix(workspace)}${time}:${paddedSequence(sequence)}`, true)];
  }

  return { marks, entriesOf, timeOf };
}

export type AuditIndex = ReturnType<typeof auditIndex>;
