import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { bracketMatching, indentOnInput } from '@codemirror/language'
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { EditorView, highlightActiveLine, keymap, lineNumbers, tooltips } from '@codemirror/view'
import { type Ref, useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react'
import type { FindingType } from 'rolecall/policy'
import { theme } from '../app/theme.ts'
import { completionSource } from './completion-source.ts'
import { looks } from './editor-looks.ts'
import type { PolicyFinding } from './findings.ts'
import type { EditedKind } from './kind.ts'

/** What a page does with the editor beside writing into it. */
export interface EditorHandle {
  /** Selects a part of the text and shows it. */
  readonly select: (from: number, to: number) => void
}

export interface CodeEditorProps {
  readonly label: string
  /** The element that describes it. */
  readonly describedBy: string
  readonly kind: EditedKind
  readonly value: string
  readonly onChange: (text: string) => void
  readonly findings: readonly PolicyFinding[]
  readonly ref: Ref<EditorHandle>
}

/** JSON with suggestions and underlined findings, by CodeMirror. A chunk of its own: load it when it is shown. */
export function CodeEditor({ label, describedBy, kind, value, onChange, findings, ref }: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const changed = useRef(onChange)
  changed.current = onChange
  const dark = theme.use() === 'dark'

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; the effects below keep it up.
  useEffect(() => {
    // React has drawn the element before it runs an effect.
    const made = new EditorView({
      parent: host.current!,
      state: EditorState.create({
        doc: value,
        extensions: [
          extensions((text) => changed.current(text)),
          changing.of(whatChanges({ label, describedBy, kind, dark })),
        ],
      }),
    })
    view.current = made
    return () => made.destroy()
  }, [])

  useEffect(() => {
    view.current?.dispatch({ effects: changing.reconfigure(whatChanges({ label, describedBy, kind, dark })) })
  }, [label, describedBy, kind, dark])

  // At once, before anything more is written: a later effect would put an older text over a newer one.
  useLayoutEffect(() => {
    const { current } = view
    if (!current || current.state.doc.toString() === value) return
    current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: value } })
  }, [value])

  useEffect(() => {
    const { current } = view
    if (current) current.dispatch(setDiagnostics(current.state, diagnosticsOf(findings, current.state.doc.length)))
  }, [findings])

  useImperativeHandle(ref, () => ({
    select(from, to) {
      const { current } = view
      if (!current) return
      // The text may have become shorter since the place was found.
      const { length } = current.state.doc
      const [anchor, head] = [Math.min(from, length), Math.min(to, length)]
      current.dispatch({ selection: { anchor, head }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) })
      current.focus()
    },
  }))

  return <div ref={host} />
}

const changing = new Compartment()

const whatChanges = ({
  label,
  describedBy,
  kind,
  dark,
}: {
  readonly label: string
  readonly describedBy: string
  readonly kind: EditedKind
  readonly dark: boolean
}): Extension => [
  EditorView.contentAttributes.of({ 'aria-label': label, 'aria-describedby': describedBy }),
  EditorView.darkTheme.of(dark),
  autocompletion({
    override: [completionSource(kind)],
    // What ends in a colon, and nothing else, has its next part suggested at once.
    activateOnCompletion: ({ label: written }) => written.endsWith(':'),
    icons: false,
  }),
]

const extensions = (changed: (text: string) => void): Extension => [
  EditorView.cspNonce.of(document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''),
  lineNumbers(),
  lintGutter(),
  history(),
  json(),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  highlightActiveLine(),
  highlightSelectionMatches(),
  tooltips({ position: 'fixed' }),
  EditorView.lineWrapping,
  // CodeMirror itself lets Tab go on for two seconds after Escape.
  keymap.of([
    ...closeBracketsKeymap,
    ...completionKeymap,
    ...defaultKeymap,
    ...searchKeymap,
    ...historyKeymap,
    ...lintKeymap,
    indentWithTab,
  ]),
  looks,
  EditorView.updateListener.of((update) => {
    if (update.docChanged) changed(update.state.doc.toString())
  }),
]

const SEVERITIES: Readonly<Record<FindingType, Diagnostic['severity']>> = {
  ERROR: 'error',
  SECURITY_WARNING: 'warning',
  WARNING: 'warning',
  SUGGESTION: 'info',
}

/** Findings are of the text that was checked; what stands behind the end of this one is left out. */
const diagnosticsOf = (findings: readonly PolicyFinding[], length: number): readonly Diagnostic[] =>
  findings.flatMap(({ type, message, places }) =>
    places
      .filter(({ from }) => from <= length)
      .map(({ from, to }) => ({ from, to: Math.min(to, length), severity: SEVERITIES[type], message })),
  )
