import type { Goal, Report, Row } from './benchmark.js';
import { median, spread } from './measure/statistics.js';
import { verdictOf } from './measure/verdict.js';

/** A report as text for a terminal or for Markdown: it is the same. */
export function describe(report: Report): string {
  return [table(ROW_HEAD, report.rows.map(rowCells)), '', table(GOAL_HEAD, report.goals.map(goalCells))].join(
    '\n',
  );
}

const ROW_HEAD = ['what', 'median', 'spread', 'ratio', 'spread', 'to'];

function rowCells({ what, unit, values, floor }: Row): string[] {
  return [
    what,
    `${figure(median(values))} ${unit}`,
    values.length > 1 ? percent(spread(values)) : '–',
    floor === undefined ? '–' : figure(median(floor.ratios)),
    floor === undefined || floor.ratios.length < 2 ? '–' : percent(spread(floor.ratios)),
    floor?.name ?? '–',
  ];
}

const GOAL_HEAD = ['goal', 'measured', 'at most', 'verdict'];

function goalCells(goal: Goal): string[] {
  return [goal.says, figure(goal.measured), figure(goal.atMost), verdictOf(goal)];
}

/** Three digits that count. */
const figure = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3).replace(/\.?0+$/, '');

const percent = (share: number): string => `${Math.round(share * 100)} %`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) =>
    Math.max(cell.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join(
    '\n',
  );
}
