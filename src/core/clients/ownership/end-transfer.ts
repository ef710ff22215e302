import type { AuditTrail } from '../../audit/audit-trail.js';
import type { ClientRecord } from '../../model/client-record.js';
import type { ClientId, WorkspaceId } from '../../model/ids.js';
import type { ClientRecords } from '../client-records.js';
import type { OwnershipNews } from './ownership-news.js';
import { isOpen } from './transfer-client.js';

export interface EndingTransfer {
  readonly workspace: WorkspaceId;
  readonly records: ClientRecords;
  readonly audit: AuditTrail;
  readonly news: OwnershipNews;
  readonly reference: string;
  readonly now: () => Date;
}

/** Ends a transfer that nobody has accepted in time; resolves to the record as it stands then. */
export async function endTransfer(context: EndingTransfer, id: ClientId): Promise<ClientRecord | undefined> {
  const { workspace, records, audit, news, now, reference } = context;
  for (;;) {
    const record = await records.find(workspace, id);
    const offer = record?.offered;
    if (record === undefined || offer === undefined || record.closed !== undefined) return record;
    if (isOpen(offer, now())) return record;
    const { offered: _, ...after } = record;
    const told = await news.of({ kind: 'expired', record, offer });
    const landed = await audit.appendWith(
      workspace,
      {
        actor: 'bot',
        action: 'transfer',
        target: { user: record.user, clientId: id, name: record.name, subject: offer.to },
        outcome: 'refused',
        reason: 'expired',
        reference,
      },
      [...records.changing(record, after), ...told],
    );
    if (landed.kind === 'done') return after;
  }
}
