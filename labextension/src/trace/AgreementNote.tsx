import React from 'react';

import { StatusIcon } from '../common/StatusIcon';
import { useDrawing } from '../env';
import type { Agreement } from '../wire';

/** Whether CI said what the trial before it had said; if not, what was different. */
export function AgreementNote({ agreement }: { agreement: Agreement }): JSX.Element {
  const { trans } = useDrawing();
  const { agree, sentence, apart = [] } = agreement;
  return (
    <section className="jp-AssembleTrace-agreement" data-agreement={agree}>
      <p>
        <StatusIcon mark={agree ? 'passed' : 'interrupted'} />
        <span>{sentence}</span>
      </p>
      {apart.length > 0 && (
        <table>
          <thead>
            <tr>
              <td />
              <th scope="col">{trans.__('Your trial')}</th>
              <th scope="col">{trans.__('CI')}</th>
            </tr>
          </thead>
          <tbody>
            {apart.map(({ what, here, ci }) => (
              <tr key={what}>
                <th scope="row">{what}</th>
                <td>{here}</td>
                <td>{ci}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
