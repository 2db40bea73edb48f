import { LabIcon } from '@jupyterlab/ui-components';

/** A cell that goes up: Submit, and the panel. */
export const submitIcon = new LabIcon({
  name: 'assemble-trace:submit',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">
  <g class="jp-icon3 jp-icon-selectable" fill="none" stroke="#616161" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round">
    <path d="M5 8.5H2.5v5h11v-5H11"/>
    <path d="M8 10.5V2.5M4.9 5.4L8 2.3l3.1 3.1"/>
  </g>
</svg>`
});

/** A person: who is signed in. */
export const personIcon = new LabIcon({
  name: 'assemble-trace:person',
  svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">
  <g class="jp-icon3" fill="#616161">
    <circle cx="8" cy="5" r="3"/>
    <path d="M2.5 14a5.5 5.5 0 0 1 11 0z"/>
  </g>
</svg>`
});
