import type { ReactNode } from 'react';
import type { TableBlock as Table } from './block-schema.js';
import { TableCell } from './table-cell.js';

export function TableBlock({ block }: { readonly block: Table }): ReactNode {
  const [head, ...rows] = block.rows;
  const align = (column: number) => ({ textAlign: block.column_settings[column]?.align ?? 'left' }) as const;
  return (
    <div className="table-block">
      <table>
        <thead>
          <tr>
            {head?.map((cell, column) => (
              <th key={column} scope="col" style={align(column)}>
                <TableCell cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} style={align(column)}>
                  <TableCell cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
