import React, { useEffect, useRef, useState } from 'react';

import { Disclosure } from '../common/Disclosure';
import { ErrorNote } from '../common/ErrorNote';
import { useEnv } from '../env';
import { recordOf } from '../refusal';
import { Diff } from '../trace/Diff';
import { stepName } from '../trace/words';
import type { ErrorRecord, StateView, StepRecord, TraceView } from '../wire';
import { Branches } from './Branches';
import { Tree } from './Tree';
import { Yourself } from './Yourself';

interface ITravel {
  step: StepRecord;
  view: TraceView;
}

/** Steps that are done in a repository, and nowhere else. */
const BY_HAND = new Set(['branch', 'commit', 'push']);

/** A step as it was: its files and branches, and the step itself to be done by hand. */
export function Travel({ step, view }: ITravel): JSX.Element | null {
  const { trans } = useEnv();
  const { trace } = view;
  const [why, setWhy] = useState('');
  if (!trace.plan) {
    return null;
  }
  return (
    <>
      <Disclosure
        className="jp-AssembleTrace-travel"
        label={trans.__('Files and branches at this step')}
      >
        {() => (
          <State
            key={trace.sequence}
            submission={trace.id}
            step={step.key}
            onRead={state => setWhy(state.why ?? '')}
          />
        )}
      </Disclosure>
      {BY_HAND.has(step.key) && <Yourself submission={trace.id} step={step.key} why={why} />}
    </>
  );
}

interface IState {
  submission: string;
  step: string;
  onRead: (state: StateView) => void;
}

function State({ submission, step, onRead }: IState): JSX.Element {
  const { client, trans } = useEnv();
  const [state, setState] = useState<StateView | null>(null);
  const [error, setError] = useState<ErrorRecord | null>(null);
  const latest = useRef(onRead);
  latest.current = onRead;
  useEffect(() => {
    let wanted = true;
    client.state(submission, step).then(
      read => {
        if (wanted) {
          setState(read);
          latest.current(read);
        }
      },
      reason => wanted && setError(recordOf(reason))
    );
    return () => {
      wanted = false;
    };
  }, [client, submission, step]);
  if (error) {
    return <ErrorNote error={error} />;
  }
  if (!state) {
    return <p className="jp-AssembleTrace-note">{trans.__('Reading…')}</p>;
  }
  return (
    <div className="jp-AssembleTrace-state" data-happened={state.happened}>
      {!state.happened && (
        <p className="jp-AssembleTrace-note">
          {trans.__('This step has not passed: what follows is what it would do.')}
        </p>
      )}
      <Branches refs={state.refs} />
      {state.commit && state.tree.length > 0 && (
        <Tree submission={submission} step={step} commit={state.commit} tree={state.tree} />
      )}
      {step !== 'commit' && (
        <Diff
          files={state.changes}
          heading={trans.__('What the commit changed')}
          at={stepName(state.step, trans)}
        />
      )}
      {(state.missing ?? []).map(one => (
        <p key={one} className="jp-AssembleTrace-note" data-missing="">
          {one}
        </p>
      ))}
    </div>
  );
}
