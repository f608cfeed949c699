import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** The colours of Cloudscape's own code editor, in light and dark; `color-scheme` of the page chooses. */
const BORDER = '1px solid light-dark(#c6c6cd, #424650)'
const PANEL = 'light-dark(#ffffff, #1b232d)'

const highlighting = HighlightStyle.define([
  { tag: tags.propertyName, color: 'light-dark(#0f3d8c, #89bdee)' },
  { tag: tags.string, color: 'light-dark(#116d1f, #8fd694)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'light-dark(#94410a, #f2b276)' },
])

/** How the editor looks. Style elements carry the page's nonce. */
export const looks: Extension = [
  syntaxHighlighting(highlighting),
  EditorView.theme({
    '&': {
      border: BORDER,
      borderRadius: '8px',
      overflow: 'hidden',
      fontSize: '13px',
      color: 'light-dark(#0f141a, #dedee3)',
      backgroundColor: 'light-dark(#ffffff, #161d26)',
    },
    '&.cm-focused': { outline: '2px solid light-dark(#006ce0, #42b4ff)', outlineOffset: '2px' },
    '.cm-scroller': {
      fontFamily: 'ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace',
      lineHeight: '1.5',
      minBlockSize: '18em',
      maxBlockSize: '60vh',
      overflow: 'auto',
    },
    '.cm-content': { caretColor: 'light-dark(#0f141a, #ffffff)' },
    '.cm-gutters': {
      color: 'light-dark(#5f6b7a, #a4a4ad)',
      backgroundColor: 'light-dark(#f6f6f9, #1b232d)',
      borderInlineEnd: BORDER,
    },
    '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'light-dark(#0972d30d, #ffffff0d)' },
    '.cm-tooltip': {
      border: BORDER,
      borderRadius: '8px',
      overflow: 'hidden',
      backgroundColor: PANEL,
      color: 'inherit',
    },
    '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'inherit', maxBlockSize: '16em' },
    '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px' },
    '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
      color: '#ffffff',
      backgroundColor: '#0972d3',
    },
    '.cm-completionDetail': { fontStyle: 'normal', opacity: '0.75' },
    '.cm-panels': { color: 'inherit', backgroundColor: PANEL },
  }),
]
