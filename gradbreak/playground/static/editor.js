// The editor: CodeMirror in a shadow root, where its styles need no permission of the page's policy.
import { closeBrackets } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  WidgetType,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--keyword)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--literal)" },
  { tag: tags.comment, color: "var(--comment)" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.className, tags.meta], color: "var(--name)" },
]);

const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--code)", fontSize: "14px" },
  ".cm-content": { fontFamily: "var(--code-font)", caretColor: "var(--ink)", padding: "10px 0" },
  ".cm-scroller": { fontFamily: "var(--code-font)", lineHeight: "1.55", minHeight: "300px", maxHeight: "62vh" },
  ".cm-gutters": { backgroundColor: "var(--code)", color: "var(--mute)", border: "0" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused": { outline: "0" }, // the page draws one around all of it
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": { backgroundColor: "var(--killed-part)" },
  ".cm-selectionBackground": { backgroundColor: "var(--killed-soft)" },
  ".cm-matchingBracket": { backgroundColor: "var(--killed-soft)", outline: "0" },
  ".said": {
    whiteSpace: "pre-wrap",
    overflowWrap: "anywhere",
    margin: "2px 8px 4px 6px",
    padding: "4px 10px",
    borderLeft: "4px solid var(--lived-edge)",
    backgroundColor: "var(--lived)",
    color: "var(--lived-ink)",
    fontSize: "13px",
  },
});

class Said extends WidgetType {
  constructor(text) {
    super();
    this.text = text;
  }

  eq(other) {
    return other.text === this.text;
  }

  toDOM() {
    const element = document.createElement("div");
    element.className = "said";
    element.textContent = this.text;
    return element;
  }
}

const setSaid = StateEffect.define();
const saidField = StateField.define({
  create: () => Decoration.none,
  update(shown, transaction) {
    const effect = transaction.effects.find((each) => each.is(setSaid));
    if (!effect) return shown.map(transaction.changes);
    const { doc } = transaction.state;
    const found = effect.value
      .filter(({ line }) => line >= 1 && line <= doc.lines)
      .map(({ line, text }) => Decoration.widget({ widget: new Said(text), block: true, side: 1 }).range(doc.line(line).to));
    return Decoration.set(found, true);
  },
  provide: (field) => EditorView.decorations.from(field),
});

// An editor within an element. `changed` is called with the text after each change by a person.
export const makeEditor = (element, { label, text, changed = () => {}, readOnly = false }) => {
  const root = element.attachShadow({ mode: "open" });
  let quiet = false;
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        highlightSpecialChars(),
        history(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of("    "),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        syntaxHighlighting(colours),
        python(),
        look,
        saidField,
        EditorView.lineWrapping,
        EditorState.readOnly.of(readOnly),
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
        keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !quiet) changed(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    focus: () => view.focus(),
    replace(replacement) {
      quiet = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: replacement } });
      quiet = false;
      changed(replacement);
    },
    // Messages of pytest, each below its line.
    say: (messages) => view.dispatch({ effects: setSaid.of(messages) }),
  };
};
