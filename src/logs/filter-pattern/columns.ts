import type { Matcher } from './compile.ts'
import { type Condition, type FieldValue, isNumber, parseCondition } from './conditions.ts'
import { FilterPatternError } from './error.ts'

interface Column {
  readonly name: string
  readonly condition: Condition | undefined
}

/** `[ip, user, ..., status = 4*, bytes > 1000]` over messages split at spaces; `"..."` and `[...]` are one column. */
export function columnPattern(pattern: string): Matcher {
  if (!pattern.endsWith(']')) throw new FilterPatternError()
  const parts = splitAtCommas(pattern.slice(1, -1))
  const gap = parts.indexOf('...')
  if (gap !== parts.lastIndexOf('...')) throw new FilterPatternError()
  const columns = parts.filter((part) => part !== '...').map(column)
  const conditions = columns.flatMap(({ condition }) => condition ?? [])
  return (message) => {
    const fields = split(message)
    if (gap < 0 ? fields.length !== columns.length : fields.length < columns.length) return false
    const values = new Map<string, FieldValue>()
    columns.forEach(({ name }, index) => {
      const place = gap >= 0 && index >= gap ? fields.length - columns.length + index : index
      values.set(name, fieldValue(fields[place]!))
    })
    const lookup = (name: string): readonly FieldValue[] => {
      const value = values.get(name)
      return value ? [value] : []
    }
    return conditions.every((condition) => condition(lookup))
  }
}

function column(part: string, index: number): Column {
  const match = /^\s*(\w+)\s*(.*)$/s.exec(part)
  if (!match && part.trim() === '') return { name: `\0${index}`, condition: undefined }
  if (!match) throw new FilterPatternError()
  const [, name = '', rest = ''] = match
  const onlyName = (field: string): void => {
    if (!/^\w+$/.test(field)) throw new FilterPatternError()
  }
  return { name, condition: rest === '' ? undefined : parseCondition(part, onlyName) }
}

function splitAtCommas(text: string): string[] {
  const parts = text.match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+|(?<=^|,)(?=,|$)/gs) ?? []
  // A quote that is never closed is in none of the parts.
  if (parts.join(',') !== text) throw new FilterPatternError()
  return parts.map((part) => part.trim())
}

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['[', ']'],
])

/** Linear in the message, whatever it holds: a closing character that is nowhere ahead is looked for only once. */
function split(message: string): string[] {
  const fields: string[] = []
  const absent = new Set<string>()
  const field = /\S+/g
  for (let match = field.exec(message); match; match = field.exec(message)) {
    const [text] = match
    const closing = CLOSING.get(text[0]!)
    const end = closing === undefined || absent.has(closing) ? -1 : message.indexOf(closing, match.index + 1)
    if (end >= 0) {
      fields.push(message.slice(match.index + 1, end))
      field.lastIndex = end + 1
    } else {
      if (closing !== undefined) absent.add(closing)
      fields.push(text)
    }
  }
  return fields
}

const fieldValue = (text: string): FieldValue => ({ text, number: isNumber(text) ? Number(text) : undefined })
