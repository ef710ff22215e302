import { stringify } from 'csv-stringify/sync';

/** Without it spreadsheets take the file for something else than UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/** A row of a file in CSV, with its end; every cell is quoted. */
export const rowOf = (cells: readonly string[]): string =>
  stringify([[...cells]], { quoted: true, record_delimiter: 'windows' });
