import { type CompletionContext, type CompletionResult, pickedCompletion, snippet } from '@codemirror/autocomplete'
import type { EditorView } from '@codemirror/view'
import { config } from '../app/config.ts'
import { region } from '../app/region.ts'
import { editFor } from './edit.ts'
import type { EditedKind } from './kind.ts'
import { placeAt } from './place.ts'
import { SERVICE_REFERENCE } from './service-reference.ts'
import { type Suggestion, suggestionsAt } from './suggestions.ts'

/** What CodeMirror suggests in a policy of the kind. */
export const completionSource =
  (kind: EditedKind) =>
  async (context: CompletionContext): Promise<CompletionResult | null> => {
    const text = context.state.doc.toString()
    const place = placeAt(text, context.pos)
    if (!place) return null
    const written = text.slice(place.from, context.pos)
    // Where nothing is written yet suggestions come when they are asked for, except between quotes.
    if (!context.explicit && !place.quoted && written === '') return null
    const { account } = config()
    const surroundings = { kind, account, region: region.get(), reference: SERVICE_REFERENCE }
    // Without the reference there is nothing to suggest; writing goes on.
    const suggestions = await suggestionsAt(text, place, surroundings).catch(() => [])
    if (suggestions.length === 0) return null
    return {
      from: place.from,
      options: suggestions.map((suggestion) => ({
        label: suggestion.text,
        // Of services that begin alike the shortest first: s3 before s3-outposts.
        ...(suggestion.goesOn && { boost: -Math.min(suggestion.text.length, 99) }),
        ...(suggestion.detail !== undefined && { detail: suggestion.detail }),
        apply: (view, completion, _from, to) => {
          apply(view, suggestion, to)
          if (!suggestion.text.includes('${')) view.dispatch({ annotations: pickedCompletion.of(completion) })
        },
      })),
      // Behind the colon of an action other things are suggested than before it.
      validFor: written.includes(':') ? /^[^"\n]*$/ : /^[^":\n]*$/,
    }
  }

/** Writes a suggestion where the cursor is, which has moved on since it was made. */
function apply(view: EditorView, { text, goesOn }: Suggestion, to: number): void {
  const place = placeAt(view.state.doc.toString(), to)
  if (!place) return
  const edit = editFor(place, text, goesOn)
  if (text.includes('${')) {
    snippet(edit.insert)(view, null, edit.from, edit.to)
    return
  }
  view.dispatch({
    changes: { from: edit.from, to: edit.to, insert: edit.insert },
    selection: { anchor: edit.from + edit.cursor },
    scrollIntoView: true,
    userEvent: 'input.complete',
  })
}
