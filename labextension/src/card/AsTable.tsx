import React from 'react';

import { Disclosure } from '../common/Disclosure';
import { useDrawing } from '../env';

interface IAsTable {
  head: string[];
  rows: string[][];
  label?: string;
}

/** What a picture shows, as a table for whoever wants the figures or cannot see the picture. */
export function AsTable({ head, rows, label }: IAsTable): JSX.Element {
  const { trans } = useDrawing();
  return (
    <Disclosure label={label ?? trans.__('As a table')}>
      {() => (
        <div
          className="jp-AssembleTrace-table"
          tabIndex={0}
          role="region"
          aria-label={label ?? trans.__('Table')}
        >
          <table>
            <thead>
              <tr>
                {head.map((cell, index) => (
                  <th key={index} scope="col">
                    {cell}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, number) => (
                <tr key={number}>
                  {row.map((cell, index) =>
                    index === 0 ? (
                      <th key={index} scope="row">
                        {cell}
                      </th>
                    ) : (
                      <td key={index}>{cell}</td>
                    )
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Disclosure>
  );
}
