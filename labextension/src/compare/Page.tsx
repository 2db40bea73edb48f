import React from 'react';

import { ErrorNote } from '../common/ErrorNote';
import { StatusIcon } from '../common/StatusIcon';
import { useEnv } from '../env';
import { useSignal } from '../hooks';
import { moment, outcomeOf } from '../trace/words';
import type { ComparisonView, TraceSummary } from '../wire';
import { Beside } from './Beside';
import type { ComparisonModel } from './model';
import { places } from './pairs';
import { Points } from './Points';
import { Steps } from './Steps';

interface IPage {
  comparison: ComparisonModel;
  /** Show a submission in the panel. */
  onShow: (submission: string) => void;
}

/** Two submissions side by side: the sentence first, then what it rests on. */
export function Page({ comparison, onShow }: IPage): JSX.Element {
  const { trans } = useEnv();
  const { busy, found, error } = useSignal(comparison.changed, () => comparison.state);
  return (
    <div className="jp-AssembleTrace jp-AssembleTrace-compare" aria-busy={busy}>
      <div role="status" className="jp-AssembleTrace-first">
        <h2 data-compare="sentence">
          {found?.sentence ?? (error ? trans.__('It could not be read') : trans.__('Comparing…'))}
        </h2>
      </div>
      {error && (
        <ErrorNote error={error}>
          <button
            type="button"
            className="jp-AssembleTrace-button"
            data-action="compare-again"
            disabled={busy}
            onClick={() => void comparison.read()}
          >
            {trans.__('Try again')}
          </button>
        </ErrorNote>
      )}
      {found && <Found found={found} onShow={onShow} />}
    </div>
  );
}

function Found({ found, onShow }: { found: ComparisonView; onShow: IPage['onShow'] }): JSX.Element {
  const { trans } = useEnv();
  const names = [found.left_name, found.right_name] as const;
  const remarks = found.remarks ?? [];
  const changed = places(found.code);
  return (
    <>
      {remarks.length > 0 && (
        <ul className="jp-AssembleTrace-bearInMind" aria-label={trans.__('To bear in mind')}>
          {remarks.map(remark => (
            <li key={remark}>{remark}</li>
          ))}
        </ul>
      )}
      <div className="jp-AssembleTrace-row jp-AssembleTrace-sides">
        <span />
        <Side side={found.left} name={names[0]} which="left" onShow={onShow} />
        <Side side={found.right} name={names[1]} which="right" onShow={onShow} />
      </div>
      <section>
        <h3>{trans.__('Steps')}</h3>
        <Steps found={found} />
        <p className="jp-AssembleTrace-note">
          {trans.__(
            'In what was typed, names that have to differ stand as what they are, such as ‹branch›.'
          )}
        </p>
      </section>
      <section data-compare="code">
        <h3>{trans.__('Code')}</h3>
        {changed === 0 ? (
          <p className="jp-AssembleTrace-note">{trans.__('It is the same, line by line.')}</p>
        ) : (
          <Beside lines={found.code} label={trans.__('The code of both')} />
        )}
      </section>
      {found.numbers.length > 0 && (
        <section data-compare="numbers">
          <h3>{trans.__('Numbers')}</h3>
          <Points points={found.numbers} names={names} />
        </section>
      )}
    </>
  );
}

interface ISide {
  side: TraceSummary;
  name: string;
  which: 'left' | 'right';
  onShow: IPage['onShow'];
}

/** One of the two in short, and the way to it. */
function Side({ side, name, which, onShow }: ISide): JSX.Element {
  const { trans } = useEnv();
  const { mark, word } = outcomeOf(side, trans);
  return (
    <section className="jp-AssembleTrace-side" data-side={which} data-submission={side.id}>
      <h3>{name}</h3>
      <p>{side.title}</p>
      <p className="jp-AssembleTrace-came">
        <StatusIcon mark={mark} />
        <span>{word}</span>
      </p>
      <p className="jp-AssembleTrace-note">
        {side.project && (
          <>
            <bdi>{side.project}</bdi> ·{' '}
          </>
        )}
        <bdi>{side.short_id}</bdi> · {moment(side.created_at)}
      </p>
      <button
        type="button"
        className="jp-AssembleTrace-link"
        data-action={`show-${which}`}
        aria-label={trans.__('Show in the panel: %1', side.short_id)}
        onClick={() => onShow(side.id)}
      >
        {trans.__('Show in the panel')}
      </button>
    </section>
  );
}
