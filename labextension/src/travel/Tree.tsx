import type { TranslationBundle } from '@jupyterlab/translation';
import React, { CSSProperties, useState } from 'react';

import { useEnv } from '../env';
import type { TreeEntry } from '../wire';
import { KeptText } from './KeptText';
import { IRow, rowsOf } from './tree';

interface ITree {
  submission: string;
  step: string;
  commit: string;
  tree: TreeEntry[];
}

/** The files of a commit. Those that were kept can be read. */
export function Tree({ submission, step, commit, tree }: ITree): JSX.Element {
  const { trans } = useEnv();
  const [all, setAll] = useState(false);
  const [read, setRead] = useState<string | null>(null);
  const rows = rowsOf(tree, all);
  return (
    <section>
      <h4>
        {trans.__('Files at')} <code title={commit}>{commit.slice(0, 10)}</code>
      </h4>
      <ul className="jp-AssembleTrace-tree">
        {rows.map(row => (
          <li
            key={row.entry.path}
            data-path={row.entry.path}
            data-change={row.entry.change ?? undefined}
            style={{ '--depth': row.depth } as CSSProperties}
          >
            <Row
              row={row}
              trans={trans}
              open={read === row.entry.path}
              onToggle={() => setRead(read === row.entry.path ? null : row.entry.path)}
            />
            {read === row.entry.path && (
              <KeptText submission={submission} step={step} path={row.entry.path} />
            )}
          </li>
        ))}
      </ul>
      {(all || rows.length < tree.length) && (
        <button
          type="button"
          className="jp-AssembleTrace-link"
          data-action="whole-tree"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? trans.__('Show what matters here') : trans.__('Show all %1 paths', tree.length)}
        </button>
      )}
    </section>
  );
}

interface IRowProps {
  row: IRow;
  trans: TranslationBundle;
  open: boolean;
  onToggle: () => void;
}

function Row({ row: { entry, name }, trans, open, onToggle }: IRowProps): JSX.Element {
  const folder = entry.kind === 'folder';
  const readable = entry.kept && !folder && entry.change !== 'deleted';
  const shown = folder ? `${name}/` : name;
  const said = [
    change(entry, trans),
    entry.kind === 'link' ? trans.__('link') : '',
    entry.kind === 'submodule' ? trans.__('another repository') : '',
    entry.kind === 'executable' ? trans.__('executable') : '',
    entry.kept ? '' : trans.__('not kept')
  ].filter(Boolean);
  return (
    <div className="jp-AssembleTrace-treeRow">
      {readable ? (
        <button
          type="button"
          className="jp-AssembleTrace-link"
          aria-expanded={open}
          title={entry.path}
          onClick={onToggle}
        >
          <code>{shown}</code>
        </button>
      ) : (
        <code title={entry.path}>{shown}</code>
      )}
      {said.length > 0 && <span className="jp-AssembleTrace-note">{said.join(' · ')}</span>}
    </div>
  );
}

function change({ change }: TreeEntry, trans: TranslationBundle): string {
  const words = {
    added: trans.__('+ new'),
    changed: trans.__('± changed'),
    deleted: trans.__('− deleted')
  };
  return change ? words[change] : '';
}
