import { type ReactNode, useState } from 'react';
import type { DataTableBlock as DataTable } from './block-schema.js';
import { words } from '../words/words.js';
import { TableCell } from './table-cell.js';

const says = words.block.rows;

/** A table that shows a page of its rows at a time. */
export function DataTableBlock({ block }: { readonly block: DataTable }): ReactNode {
  const [page, setPage] = useState(0);
  const [head = [], ...rows] = block.rows;
  const pages = Math.max(1, Math.ceil(rows.length / block.page_size));
  const current = Math.min(page, pages - 1);
  const shown = rows.slice(current * block.page_size, (current + 1) * block.page_size);
  return (
    <div className="table-block" role="region" aria-label={block.caption} tabIndex={0}>
      <table>
        <caption>{block.caption}</caption>
        <thead>
          <tr>
            {head.map((cell, column) => (
              <th key={column} scope="col">
                <TableCell cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => {
                const className = cell.type === 'raw_number' ? 'cell-number' : undefined;
                return column === block.row_header_column_index ? (
                  <th key={column} scope="row" className={className}>
                    <TableCell cell={cell} />
                  </th>
                ) : (
                  <td key={column} className={className}>
                    <TableCell cell={cell} />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {pages > 1 && (
        <div className="table-pages">
          <button
            type="button"
            className="button"
            disabled={current === 0}
            onClick={() => setPage(current - 1)}
          >
            {says.earlier}
          </button>
          <span>
            {says.shown(current * block.page_size + 1, current * block.page_size + shown.length, rows.length)}
          </span>
          <button
            type="button"
            className="button"
            disabled={current === pages - 1}
            onClick={() => setPage(current + 1)}
          >
            {says.later}
          </button>
        </div>
      )}
    </div>
  );
}
