import type { Place } from './place.ts'

/** A change of the text that writes a suggestion. */
export interface Edit {
  readonly from: number
  readonly to: number
  readonly insert: string
  /** Where the cursor stands afterwards, counted in `insert`. */
  readonly cursor: number
}

/** Writes a name with its colon, a value with its quotes, and takes over those that stand there. */
export function editFor(place: Place, written: string, goesOn = false): Edit {
  const { from, to, quoted, closed, kind, named } = place
  const open = quoted ? '' : '"'
  const close = kind === 'name' && !named ? '": ' : '"'
  const insert = `${open}${written}${close}`
  return { from, to: closed ? to + 1 : to, insert, cursor: goesOn ? open.length + written.length : insert.length }
}
