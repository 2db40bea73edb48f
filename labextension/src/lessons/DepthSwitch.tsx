import React from 'react';

import { useEnv } from '../env';
import { useSignal } from '../hooks';
import { DepthChoice } from './DepthChoice';
import type { LessonName } from './depths';

/** How deep a page explains. The choice is kept for this page. */
export function DepthSwitch({ page }: { page: LessonName }): JSX.Element {
  const { model } = useEnv();
  const depth = useSignal(model.changed, () => model.depthOf(page));
  return <DepthChoice page={page} depth={depth} onChoose={one => model.choose(page, one)} />;
}
