import type { ApiClient } from '../model/api-client.js';
import type { ClientRecord } from '../model/client-record.js';

/** An API client as a file has it: codes and ids, the same in any language. Absent: not known, or not so. */
export interface InventoryRow {
  readonly clientId: string;
  readonly name: string;
  readonly user: string;
  /** `created` with this bot, `claimed` later, or `unknown`. */
  readonly origin: 'created' | 'claimed' | 'unknown';
  readonly ownerKind?: string | undefined;
  readonly owner?: string | undefined;
  readonly requester?: string | undefined;
  readonly approver?: string | undefined;
  readonly purpose?: string | undefined;
  readonly createdAt?: string | undefined;
  readonly endsAt?: string | undefined;
  readonly confirmedAt?: string | undefined;
  readonly confirmedBy?: string | undefined;
  readonly request?: string | undefined;
  readonly predecessor?: string | undefined;
  readonly successor?: string | undefined;
  /** What needs attention about it. */
  readonly finding?: string | undefined;
}

export const INVENTORY_FORMATS = ['csv', 'jsonl'] as const;
export type InventoryFormat = (typeof INVENTORY_FORMATS)[number];

/** Writes files about API clients. */
export interface InventoryFiles {
  /** The file's lines, each with its end. */
  lines(
    format: InventoryFormat,
    rows: AsyncIterable<InventoryRow> | Iterable<InventoryRow>,
  ): AsyncIterable<string>;
}

/** What is known of a client, as a row. */
export function inventoryRow(client: ApiClient, record: ClientRecord | undefined): InventoryRow {
  const createdAt = client.createdAt === undefined ? undefined : new Date(client.createdAt).toISOString();
  const { id: clientId, name, user } = client;
  if (record === undefined) return { clientId, name, user, origin: 'unknown', createdAt };
  return {
    clientId,
    name,
    user,
    origin: record.claimed === undefined ? 'created' : 'claimed',
    ownerKind: record.owner.kind,
    owner: record.owner.id,
    requester: record.requester,
    approver: record.approver,
    purpose: record.purpose,
    createdAt: createdAt ?? record.createdAt,
    endsAt: record.endsAt,
    confirmedAt: record.confirmed?.at,
    confirmedBy: record.confirmed?.by,
    request: record.request,
    predecessor: record.predecessor,
    successor: record.successor,
  };
}
