import type { InventoryFiles, InventoryRow } from '../../core/clients/inventory.js';
import { BYTE_ORDER_MARK, rowOf } from '../audit/csv-row.js';
import { defusing } from '../audit/csv-defusing.js';

/** The columns, in their order; what is not known is an empty cell. */
const COLUMNS: Readonly<Record<string, keyof InventoryRow>> = {
  client_id: 'clientId',
  name: 'name',
  alphaus_user: 'user',
  origin: 'origin',
  owner_kind: 'ownerKind',
  owner: 'owner',
  requester: 'requester',
  approver: 'approver',
  purpose: 'purpose',
  created_at: 'createdAt',
  ends_at: 'endsAt',
  confirmed_at: 'confirmedAt',
  confirmed_by: 'confirmedBy',
  request: 'request',
  predecessor: 'predecessor',
  successor: 'successor',
  finding: 'finding',
};

/** Purposes may have several lines, and a row of the file has one. */
const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/gu, ' ');

export const inventoryFiles: InventoryFiles = {
  async *lines(format, rows) {
    if (format === 'csv') yield BYTE_ORDER_MARK + rowOf(Object.keys(COLUMNS));
    for await (const row of rows) yield format === 'csv' ? csvOf(row) : jsonOf(row);
  },
};

const csvOf = (row: InventoryRow): string =>
  rowOf(Object.values(COLUMNS).map((field) => defusing.defused(oneLine(row[field] ?? ''))));

const jsonOf = (row: InventoryRow): string =>
  `${JSON.stringify(
    Object.fromEntries(Object.entries(COLUMNS).map(([column, field]) => [column, row[field] ?? null])),
  )}\n`;
