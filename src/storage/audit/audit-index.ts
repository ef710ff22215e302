import { z } from 'zod';
import type { AuditRecord } from '../../core/audit/audit-event.js';
import type { AuditSubject } from '../../core/audit/audit-selection.js';
import type { WorkspaceId } from '../../core/model/ids.js';
import type { PutPart } from '../../core/store.js';
import type { Backend } from '../backends/backend.js';
import { createStore } from '../backends/store.js';
import { withoutColon } from '../records/client-index.js';
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

/** The index entries of the trail's records, by who acted, by API client and by Alphaus user. */
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

  return { marks, entriesOf };
}

export type AuditIndex = ReturnType<typeof auditIndex>;
