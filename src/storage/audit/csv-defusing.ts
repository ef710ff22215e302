/** How cells are kept from being run as formulas; `asWritten` undoes exactly what `defused` did. */
export interface Defusing {
  readonly defused: (cell: string) => string;
  readonly asWritten: (cell: string) => string;
}

/** What a spreadsheet runs begins with one of these, in its full width, too. */
const RUNS = '[=+\\-@\\t\\r＝＋－＠]';

/**
 * Matches where a spreadsheet may begin a cell: at the start, and after a semicolon or tab, where some split. What
 * would run there gets an apostrophe in front, as does what would otherwise look as if it had got one: reading takes
 * exactly that away. Blanks and quotes before it do not protect, so they count as nothing.
 */
const BEGINS = '(?<=^|[;\\t])';
const WOULD_RUN = `(?=[\\s"']*${RUNS})`;
const PLACE = new RegExp(BEGINS + WOULD_RUN, 'gu');
const GOT_APOSTROPHE = new RegExp(`${BEGINS}'${WOULD_RUN}`, 'gu');

export const defusing: Defusing = {
  defused: (cell) => cell.replaceAll(PLACE, "'"),
  asWritten: (cell) => cell.replaceAll(GOT_APOSTROPHE, ''),
};

const FORMER_RUNS = new RegExp(`^'*${RUNS}`, 'u');
const FORMER_GOT_APOSTROPHE = new RegExp(`^''*${RUNS}`, 'u');

/** As the first exports had it, which look at the beginning of a cell alone. */
export const formerDefusing: Defusing = {
  defused: (cell) => (FORMER_RUNS.test(cell) ? `'${cell}` : cell),
  asWritten: (cell) => (FORMER_GOT_APOSTROPHE.test(cell) ? cell.slice(1) : cell),
};
