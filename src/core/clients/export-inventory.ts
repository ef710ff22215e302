import { audited } from '../audit/audited.js';
import { rightTo } from '../audit/right-on-record.js';
import type { PersonId } from '../model/ids.js';
import type { Product } from '../model/product.js';
import { Problem } from '../problem.js';
import { type Browsing, matchingClients } from './browse-clients.js';
import type { ClientContext } from './client-context.js';
import { type InventoryFiles, type InventoryFormat, inventoryRow, type InventoryRow } from './inventory.js';

export interface ExportingInventory extends ClientContext {
  readonly inventoryFiles: InventoryFiles;
}

/** Which clients, for whom, in which format. */
export interface InventoryWanted {
  readonly person: PersonId;
  readonly browsing: Omit<Browsing, 'page' | 'pageSize'>;
  readonly format: InventoryFormat;
}

export interface InventoryFile {
  /** How many clients it holds. */
  readonly clients: number;
  /** Products that could not be asked: what is there is missing. */
  readonly away: readonly Product[];
  /** The file's lines. May be asked for again, so that the file's length can be known before it is sent. */
  readonly lines: () => AsyncIterable<string>;
}

/** Nothing of a file is left out because an Alphaus user is slow to tell. */
const ALL_LISTS_WITHIN_MS = 5 * 60_000;
const RECORDS_AT_ONCE = 200;
/** Records may change between the two times that they are read. */
const TRIES = 3;

/**
 * Exports the clients that the person may see and that match, each with what is kept of it. Records are read while the
 * file is written, some at a time. The export is on record before anything leaves.
 */
export async function exportInventory(
  context: ExportingInventory,
  { person, browsing, format }: InventoryWanted,
  deliver: (file: InventoryFile) => Promise<void>,
): Promise<void> {
  const { audit, workspace, reference } = context;
  const { rule } = await rightTo(context, { person, action: 'list', target: 'any' });
  const { found, away, progress } = await matchingClients(context, {
    person,
    browsing,
    waitMs: ALL_LISTS_WITHIN_MS,
  });
  if (progress !== undefined) throw new Problem({ kind: 'api-timeout', operation: 'list', seconds: 300 });
  await context.beforeChanges?.();
  const { user } = browsing;
  await audited({
    audit,
    workspace,
    facts: {
      actor: person,
      action: 'list',
      target: { ...(user !== undefined && { user }), subject: `export ${format} clients=${found.length}` },
      rule,
      reference,
    },
    async work() {
      for (let tries = 1; ; tries += 1) {
        const rows = new RowsReadTwice(context, found);
        const lines = () => context.inventoryFiles.lines(format, rows.read());
        try {
          return await deliver({ clients: found.length, away, lines });
        } catch (error) {
          if (!rows.haveChanged) throw error;
          if (tries === TRIES) throw new Problem({ kind: 'list-changed-meanwhile' }, { cause: error });
        }
      }
    },
  });
}

type Found = Awaited<ReturnType<typeof matchingClients>>['found'];

/** Rows that have to be the same each time: a file's length is announced before its lines are sent. */
class RowsReadTwice {
  readonly #context: ClientContext;
  readonly #found: Found;
  readonly #lengths = new Map<number, number>();
  haveChanged = false;

  constructor(context: ClientContext, found: Found) {
    this.#context = context;
    this.#found = found;
  }

  async *read(): AsyncGenerator<InventoryRow> {
    const { records, workspace } = this.#context;
    for (let first = 0; first < this.#found.length; first += RECORDS_AT_ONCE) {
      const some = this.#found.slice(first, first + RECORDS_AT_ONCE);
      const ids = some.map(({ id }) => id);
      const kept = await records.findAll(workspace, ids);
      const rows = some.map((client, index) => inventoryRow(client, kept[index]));
      const length = JSON.stringify(rows).length;
      const before = this.#lengths.get(first) ?? length;
      this.#lengths.set(first, before);
      if (length !== before) {
        this.haveChanged = true;
        throw new Problem({ kind: 'list-changed-meanwhile' });
      }
      yield* rows;
    }
  }
}
