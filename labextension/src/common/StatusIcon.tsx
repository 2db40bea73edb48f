import React from 'react';

import type { Mark } from '../trace/words';

const SHAPES: Record<Mark, JSX.Element> = {
  pending: <circle cx="8" cy="8" r="5.5" strokeDasharray="2 2.3" />,
  running: (
    <>
      <circle cx="8" cy="8" r="5.5" opacity="0.3" />
      <path d="M8 2.5a5.5 5.5 0 0 1 5.5 5.5" />
    </>
  ),
  paused: <path d="M6 4.5v7M10 4.5v7" />,
  waiting: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 5v3.2l2 1.3" />
    </>
  ),
  passed: (
    <>
      <circle cx="8" cy="8" r="6.25" fill="currentColor" stroke="none" />
      <path d="M5.2 8.2l2 2 3.7-4.1" stroke="var(--jp-layout-color1)" />
    </>
  ),
  failed: (
    <>
      <circle cx="8" cy="8" r="6.25" fill="currentColor" stroke="none" />
      <path d="M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4" stroke="var(--jp-layout-color1)" />
    </>
  ),
  skipped: <path d="M3 8h7.5M8 4.8L11.2 8 8 11.2M13.2 4.5v7" />,
  cancelled: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M4.2 11.8l7.6-7.6" />
    </>
  ),
  interrupted: <path d="M8 2.8L14 13H2zM8 6.6v3M8 11.2v.2" />,
  later: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M5.5 8h5" />
    </>
  )
};

/** The picture of a state. It always stands beside its word, so it is hidden from readers. */
export function StatusIcon({ mark }: { mark: Mark }): JSX.Element {
  return (
    <svg
      className={`jp-AssembleTrace-icon jp-mod-${mark}`}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
      focusable="false"
    >
      {SHAPES[mark]}
    </svg>
  );
}
