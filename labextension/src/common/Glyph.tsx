import React from 'react';

const SHAPES = {
  caret: <path d="M4 6l4 4.5L12 6z" fill="currentColor" stroke="none" />,
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1" />
      <path d="M3.5 10.5h-1v-8h8v1" />
    </>
  ),
  check: <path d="M3 8.5l3.5 3.5L13 4.5" />,
  close: <path d="M4 4l8 8M12 4l-8 8" />,
  play: <path d="M5 3v10l8-5z" fill="currentColor" />,
  pause: <path d="M5.5 3.5v9M10.5 3.5v9" strokeWidth="2.5" />,
  previous: <path d="M12 3.5v9L6 8zM4 3.5v9" />,
  next: <path d="M4 3.5v9L10 8zM12 3.5v9" />
};

/** A picture on a button, in the colour of its text. The button's own words say what it does. */
export function Glyph({ name }: { name: keyof typeof SHAPES }): JSX.Element {
  return (
    <svg
      className="jp-AssembleTrace-glyph"
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {SHAPES[name]}
    </svg>
  );
}
