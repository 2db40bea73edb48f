import '../../style/page.css';

import React from 'react';
import { createRoot } from 'react-dom/client';

import { DrawingContext, IDrawing } from '../env';
import { Player } from '../replay/Player';
import type { Replay } from '../wire';
import { Lesson } from './Lesson';
import { words } from './words';

const drawing: IDrawing = {
  trans: words,
  highlight: null,
  explain: (kind, name, meanwhile) => (
    <Lesson key={name} name={`${kind}/${name}`} meanwhile={meanwhile} />
  )
};

/** Play what this file holds, in the place of its text. */
function start(): void {
  const data = document.getElementById('replay');
  const place = document.getElementById('player');
  if (!data || !place) {
    return;
  }
  const replay = JSON.parse(data.textContent ?? '') as Replay;
  createRoot(place).render(
    <DrawingContext.Provider value={drawing}>
      <div className="jp-AssembleTrace">
        <Player replay={replay} titled />
      </div>
    </DrawingContext.Provider>
  );
  document.body.classList.add('jp-mod-played');
}

start();
