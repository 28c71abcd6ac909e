import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { HighlightStyle, StreamLanguage, bracketMatching, syntaxHighlighting } from '@codemirror/language';
import { setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'react';
import type { FieldError } from '../../api/problem';
import { useTexts } from '../../ui/language/LanguageProvider';
import { palette } from '../../ui/palette';
import { useFieldMessage } from '../../ui/states/Failure';
import styles from './audiences.module.css';
import { wordAt } from './celTokens';
import type { Dictionary } from './dictionary';
import { texts } from './texts';

interface ExpressionEditorProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly errors: readonly FieldError[];
  readonly dictionary: Dictionary;
  readonly label: string;
}

/** The expression as text: coloured, completed from the dictionary, with what is wrong underlined where it stands. */
export function ExpressionEditor({ value, onChange, errors, dictionary, label }: ExpressionEditorProps) {
  const t = useTexts(texts);
  const message = useFieldMessage();
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef({ value, onChange, dictionary });
  useEffect(() => {
    latest.current = { value, onChange, dictionary };
  });
  useEffect(() => {
    const editor = new EditorView({
      parent: place.current ?? undefined,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          history(),
          closeBrackets(),
          bracketMatching(),
          EditorView.lineWrapping,
          cel,
          syntaxHighlighting(colours),
          appearance,
          placeholder(t('expressionPlaceholder')),
          autocompletion({ override: [(context) => complete(context, latest.current.dictionary)] }),
          keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
          EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
          EditorView.updateListener.of((update) => {
            const text = update.state.doc.toString();
            if (update.docChanged && text !== latest.current.value) {
              latest.current.onChange(text);
            }
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      editor.destroy();
      view.current = null;
    };
    // Made anew for another language only; everything else reaches it through `latest` and the effects below.
  }, [label, t]);
  useEffect(() => {
    const editor = view.current;
    const text = editor?.state.doc.toString();
    if (editor && text !== value) {
      editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
    }
  }, [value, label]);
  useEffect(() => {
    const editor = view.current;
    if (editor === null) {
      return;
    }

    const text = editor.state.doc.toString();
    const marks: Diagnostic[] = errors.map((error) => ({ ...wordAt(text, error.line ?? 1, error.column ?? 1), severity: 'error', message: message(error) }));
    editor.dispatch(setDiagnostics(editor.state, marks));
    // The sentence follows from the error.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [errors, value, label]);
  return (
    <div>
      <div ref={place} className={errors.length > 0 ? styles.editorWrong : styles.editor} />
      <div role="status" aria-live="polite">
        {errors.map((error) => {
          const { from, to } = wordAt(value, error.line ?? 1, error.column ?? 1);
          return (
            <p key={`${String(error.line)}:${String(error.column)}`} className={styles.wrong}>
              <code>{value.slice(from, to)}</code> {message(error)}
            </p>
          );
        })}
      </div>
    </div>
  );
}

const tagsName = 'tags';

/** By name, what is written for it. */
const beginnings = {
  owns: 'owns("")',
  contacted: 'contacted("", duration("168h"))',
  count: 'count("", duration("168h")) >= 1',
  inArea: 'inArea("")',
  has: 'has(customer.)',
  customer: 'customer.',
  now: 'now',
};

const functions: readonly Completion[] = Object.entries(beginnings).map(([label, apply]) => ({ label, apply, type: apply.endsWith(')') ? 'function' : 'variable' }));

/** Attributes behind `customer.`, identifiers inside the functions that take them, otherwise what an expression can begin with. */
function complete(context: CompletionContext, dictionary: Dictionary): CompletionResult | null {
  const attribute = context.matchBefore(/customer\.\w*/);
  if (attribute) {
    const options = [...dictionary.attributes.map(({ name, kind }) => ({ label: name, detail: kind, type: 'property' })), { label: tagsName, type: 'property' }];
    return { from: attribute.from + 'customer.'.length, options };
  }

  const inside = context.matchBefore(/(?:owns|contacted|count|inArea)\("[^"]*/);
  if (inside) {
    const [name, begun] = inside.text.split('("', 2);
    const offerings = dictionary.offerings.map(({ id, name: detail }) => ({ label: id, detail }));
    const options =
      name === 'count'
        ? dictionary.eventTypes.map((label) => ({ label }))
        : name === 'inArea'
          ? dictionary.areas.map(({ id, name: detail }) => ({ label: id, detail }))
          : name === 'owns'
            ? offerings
            : [...dictionary.campaigns.map(({ id, name: detail }) => ({ label: id, detail })), ...offerings];
    return { from: context.pos - (begun?.length ?? 0), options };
  }

  const word = context.matchBefore(/\w+/);
  return word || context.explicit ? { from: word?.from ?? context.pos, options: [...functions] } : null;
}

const cel = StreamLanguage.define<null>({
  startState: () => null,
  token: (stream) => {
    if (stream.eatSpace()) {
      return null;
    }

    if (stream.match(/\/\/.*/)) {
      return 'comment';
    }

    if (stream.match(/r?"(?:[^"\\]|\\.)*"?/) || stream.match(/r?'(?:[^'\\]|\\.)*'?/)) {
      return 'string';
    }

    if (stream.match(/\d[\w.]*/)) {
      return 'number';
    }

    if (stream.match(/&&|\|\||[<>=!]=|[<>!+\-*/%?:]|\bin\b/)) {
      return 'operator';
    }

    if (stream.match(/(?:true|false)\b/)) {
      return 'atom';
    }

    if (stream.match(/[A-Za-z_]\w*(?=\()/)) {
      return 'keyword';
    }

    if (stream.match(/(?:customer|event|context|now)\b/)) {
      return 'variableName';
    }

    if (stream.match(/[A-Za-z_]\w*|`[^`]*`/)) {
      return 'propertyName';
    }

    stream.next();
    return null;
  },
});

const colours = HighlightStyle.define([
  { tag: tags.string, color: '#18794e' },
  { tag: tags.number, color: '#8f4a00' },
  { tag: tags.atom, color: '#8f4a00' },
  { tag: tags.keyword, color: '#6f3cc4' },
  { tag: tags.operator, color: '#8a2352', fontWeight: '600' },
  { tag: tags.variableName, color: palette.inkFaint },
  { tag: tags.propertyName, color: palette.primary },
  { tag: tags.comment, color: palette.inkFaint, fontStyle: 'italic' },
]);

const appearance = EditorView.theme({
  '&': { fontSize: '14px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-content': { padding: '10px 0', minHeight: '52px', fontFamily: "ui-monospace, 'SFMono-Regular', Menlo, Consolas, 'WenQuanYi Micro Hei Mono', monospace" },
  '.cm-line': { padding: '0 12px' },
  '.cm-placeholder': { color: palette.inkFaint },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: `underline wavy ${palette.bad} 1.5px`, textUnderlineOffset: '4px' },
  '.cm-tooltip': { borderRadius: '8px', borderColor: palette.line, overflow: 'hidden' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { background: palette.primary },
});
