import React, { ReactNode, useState } from 'react';

interface IDisclosure {
  label: ReactNode;
  /** Rendered only while it is open. */
  children: () => ReactNode;
  startsOpen?: boolean;
  className?: string;
}

/** A part that is folded away until somebody wants it. */
export function Disclosure(props: IDisclosure): JSX.Element {
  const [open, setOpen] = useState(props.startsOpen ?? false);
  return (
    <details
      className={`jp-AssembleTrace-fold ${props.className ?? ''}`}
      open={open}
      onToggle={event => setOpen(event.currentTarget.open)}
    >
      <summary>{props.label}</summary>
      {open && <div className="jp-AssembleTrace-foldBody">{props.children()}</div>}
    </details>
  );
}
