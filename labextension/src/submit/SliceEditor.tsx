import { EditorView } from '@codemirror/view';
import { CodeEditor, CodeEditorWrapper, IEditorServices } from '@jupyterlab/codeeditor';
import { Widget } from '@lumino/widgets';
import React, { useEffect, useLayoutEffect, useRef } from 'react';

import { useEnv } from '../env';
import { useSignal } from '../hooks';
import { origins, pointAt } from './editing';
import type { Gathering } from './gathering';

interface ISliceEditor {
  gathering: Gathering;
  editors: IEditorServices;
  label: string;
}

/** Lab's own editor on what was gathered. Tab leaves it, as everything else in a dialog. */
export function SliceEditor({ gathering, editors, label }: ISliceEditor): JSX.Element {
  const { trans } = useEnv();
  const { slice, text, place } = useSignal(gathering.changed, () => gathering.state);
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditor.IEditor | null>(null);

  useLayoutEffect(() => {
    if (!host.current) {
      return;
    }
    const model = new CodeEditor.Model({ mimeType: 'text/x-python' });
    model.sharedModel.setSource(gathering.state.text);
    const wrapper = new CodeEditorWrapper({
      model,
      factory: editors.factoryService.newInlineEditor,
      editorOptions: {
        config: { lineNumbers: true, lineWrap: false },
        extensions: [
          EditorView.contentAttributes.of({ 'aria-label': label }),
          origins(slice?.lines ?? [], trans)
        ]
      }
    });
    const changed = (): void => gathering.edit(model.sharedModel.getSource());
    model.sharedModel.changed.connect(changed);
    Widget.attach(wrapper, host.current);
    editor.current = wrapper.editor;
    wrapper.editor.focus();
    return () => {
      model.sharedModel.changed.disconnect(changed);
      editor.current = null;
      wrapper.dispose();
      model.dispose();
    };
  }, [gathering, editors, slice, trans, label]);

  useEffect(() => {
    const shared = editor.current?.model.sharedModel;
    if (shared && shared.getSource() !== text) {
      shared.setSource(text);
    }
  }, [text]);

  useEffect(() => {
    const view = host.current && EditorView.findFromDOM(host.current);
    if (place && editor.current && view) {
      view.dispatch({ effects: pointAt.of(place.line) });
      editor.current.setCursorPosition({ line: place.line - 1, column: place.column - 1 });
      editor.current.focus();
    }
  }, [place]);

  return <div ref={host} className="jp-AssembleTrace-sliceEditor" />;
}
