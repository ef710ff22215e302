import { z } from 'zod';
import { BlockId } from './composition.js';
import { RichText } from './rich-text.js';

const RawText = z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) });
const RawNumber = z.strictObject({
  type: z.literal('raw_number'),
  value: z.number(),
  text: z.string().min(1),
});
const HeaderCell = z.discriminatedUnion('type', [RawText, RawNumber]);
const Cell = z.discriminatedUnion('type', [RawText, RawNumber, RichText]);
export type Cell = z.infer<typeof Cell>;

const charactersOf = (cell: Cell): number => {
  if (cell.type !== 'rich_text') return cell.text.length;
  const inlines = cell.elements.flatMap((part) =>
    part.type === 'rich_text_list' ? part.elements.flatMap((item) => item.elements) : part.elements,
  );
  return inlines.reduce((sum, inline) => sum + ('text' in inline ? (inline.text ?? '').length : 1), 0);
};

/** Characters that count against a table's and a message's total. */
export const cellCharacters = (rows: readonly (readonly Cell[])[]): number =>
  rows.flat().reduce((sum, cell) => sum + charactersOf(cell), 0);

export const TABLE_CHARACTERS = 10_000;
export const DATA_TABLE_CHARACTERS = 20_000;

export const Table = z
  .strictObject({
    type: z.literal('table'),
    block_id: BlockId,
    rows: z.array(z.array(Cell).min(1).max(20)).min(1).max(100),
    column_settings: z
      .array(
        z
          .strictObject({
            align: z.enum(['left', 'center', 'right']).optional(),
            is_wrapped: z.boolean().optional(),
          })
          .nullable(),
      )
      .max(20)
      .optional(),
  })
  .refine((table) => cellCharacters(table.rows) <= TABLE_CHARACTERS, {
    message: `cells must have at most ${TABLE_CHARACTERS} characters in total`,
  });

export const DataTable = z
  .strictObject({
    type: z.literal('data_table'),
    block_id: BlockId,
    caption: z.string().min(1),
    rows: z.array(z.array(Cell).min(1).max(20)).min(2).max(201),
    page_size: z.int().min(1).max(100).optional(),
    row_header_column_index: z.int().min(0).max(19).optional(),
  })
  .refine((table) => z.array(HeaderCell).safeParse(table.rows[0]).success, {
    message: 'header cells must not be rich_text',
    path: ['rows', 0],
  })
  .refine((table) => table.rows.every((row) => row.length === table.rows[0]?.length), {
    message: 'rows must have equal length',
    path: ['rows'],
  })
  .refine((table) => cellCharacters(table.rows) <= DATA_TABLE_CHARACTERS, {
    message: `cells must have at most ${DATA_TABLE_CHARACTERS} characters in total`,
  });
