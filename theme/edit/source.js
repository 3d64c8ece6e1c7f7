// The editor of a listing: CodeMirror, and what of it this book needs. `npm run editor` makes editor.js of
// this file. MIT OR Apache-2.0.
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import {
  bracketMatching, HighlightStyle, indentOnInput, indentUnit, StreamLanguage, syntaxHighlighting,
} from '@codemirror/language';
import { python } from '@codemirror/legacy-modes/mode/python';
import { rust } from '@codemirror/legacy-modes/mode/rust';
import { Chunk } from '@codemirror/merge';
import { EditorState, RangeSetBuilder, StateEffect, StateField, Text } from '@codemirror/state';
import { Decoration, drawSelection, EditorView, gutter, GutterMarker, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const LANGUAGES = { python: StreamLanguage.define(python), rust: StreamLanguage.define(rust) };

// The colours are those of the page's listings, by its variables: so they follow its theme.
const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword], color: 'var(--keyword)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--string)' },
  { tag: tags.comment, color: 'var(--comment)' },
  { tag: [tags.number, tags.atom, tags.meta, tags.macroName], color: 'var(--number)' },
  { tag: tags.definition(tags.variableName), color: 'var(--accent)' },
]);

const LOOK = EditorView.theme({
  '&': { color: 'var(--ink)', background: 'var(--bg)', fontSize: 'inherit' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': { font: 'inherit', lineHeight: 'inherit', overflowX: 'auto' },
  '.cm-content': { padding: '.6rem 0 .9rem', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 1rem 0 .4rem' },
  '.cm-cursor': { borderLeft: '2px solid var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'color-mix(in srgb, var(--accent) 30%, transparent)',
  },
  '&.cm-focused .cm-matchingBracket': { background: 'none', outline: '1px solid var(--edge)' },
  '&.cm-focused .cm-nonmatchingBracket': { background: 'none', outline: '1px solid var(--cancel)' },
  '.cm-gutters': { background: 'var(--pane)', color: 'var(--soft)', borderRight: '1px solid var(--rule)' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '2em', padding: '0 .3rem 0 .2rem' },
  '.cm-changes': { width: '1rem', fontWeight: '600', textAlign: 'center' },
  '.cm-line.changed': { background: 'color-mix(in srgb, var(--right) 11%, var(--bg))' },
  '.cm-changes .changed': { color: 'var(--right)' },
  '.cm-changes .gone': { color: 'var(--cancel)' },
  '.cm-line.blamed': { background: 'color-mix(in srgb, var(--cancel) 14%, var(--bg))', boxShadow: 'inset 3px 0 var(--cancel)' },
  '.cm-changes .blamed': { color: 'var(--cancel)' },
});

class Sign extends GutterMarker {
  constructor(kind, sign) {
    super();
    this.elementClass = kind;
    this.sign = sign;
  }

  toDOM() { return document.createTextNode(this.sign); }
}
const SIGNS = { changed: new Sign('changed', '+'), gone: new Sign('gone', '\u2212'), blamed: new Sign('blamed', '!') };
const LINES = { changed: Decoration.line({ class: 'changed' }), blamed: Decoration.line({ class: 'blamed' }) };

const blame = StateEffect.define();
// The lines that are to blame for how the last run ended, until the text changes.
const blamed = StateField.define({
  create: () => [],
  update(lines, change) {
    const said = change.effects.find((effect) => effect.is(blame));
    if (said) return said.value;
    return change.docChanged ? [] : lines;
  },
});

// What of the text is not as in the book: an entry a line, [start of line, kind].
function changes(original) {
  return StateField.define({
    create: (state) => Chunk.build(original, state.doc),
    update: (chunks, change) => (change.docChanged ? Chunk.build(original, change.newDoc) : chunks),
  });
}

function marked(chunks, state) {
  const kinds = new Map();
  for (const { fromB, toB, endB } of chunks) {
    if (fromB === toB) {
      kinds.set(state.doc.lineAt(Math.min(fromB, state.doc.length)).from, 'gone');
      continue;
    }
    for (let at = fromB; at <= Math.min(endB, state.doc.length);) {
      const line = state.doc.lineAt(at);
      kinds.set(line.from, 'changed');
      at = line.to + 1;
    }
  }
  for (const number of state.field(blamed)) {
    if (number >= 1 && number <= state.doc.lines) kinds.set(state.doc.line(number).from, 'blamed');
  }
  return [...kinds].sort(([a], [b]) => a - b);
}

function ranges(entries, of) {
  const builder = new RangeSetBuilder();
  for (const [from, kind] of entries) if (of[kind]) builder.add(from, from, of[kind]);
  return builder.finish();
}

/** Puts an editor into `parent`, within its shadow root. `changed` is called with the text and the number of
    lines that differ, `run` at Ctrl-Enter, `leave` at Escape. */
export function edit({ parent, text, original, language, firstLine, label, help, changed, run, leave }) {
  const differing = changes(Text.of(original.split('\n')));
  const now = (state) => marked(state.field(differing), state);
  const keys = [
    { key: 'Mod-Enter', run: () => { run(); return true; } },
    { key: 'Escape', run: () => { leave(); return true; } },
    indentWithTab, ...historyKeymap, ...defaultKeymap,
  ];
  const count = (state) => now(state).filter(([, kind]) => kind !== 'blamed').length;
  const view = new EditorView({
    parent,
    root: parent.getRootNode(),
    state: EditorState.create({
      doc: text,
      extensions: [
        differing, blamed, history(), drawSelection(), indentOnInput(), bracketMatching(),
        keymap.of(keys), indentUnit.of('    '), EditorState.tabSize.of(4), LANGUAGES[language],
        syntaxHighlighting(COLOURS), LOOK,
        lineNumbers({ formatNumber: (line) => String(line + firstLine - 1) }),
        gutter({
          class: 'cm-changes',
          markers: (it) => ranges(now(it.state), SIGNS),
          initialSpacer: () => SIGNS.changed,
        }),
        EditorView.decorations.compute([differing, blamed], (state) => ranges(now(state), LINES)),
        EditorView.contentAttributes.of({ 'aria-label': label, 'aria-description': help, spellcheck: 'false', autocapitalize: 'off' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed(update.state.doc.toString(), count(update.state));
        }),
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    count: () => count(view.state),
    set: (words) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: words } }),
    blame: (lines) => view.dispatch({ effects: blame.of(lines) }),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
