import type { Fail, InputOf } from '../aws/operation.ts'
import type { ContextValue, RequestContext } from '../policy/request.ts'
import { parseDate } from '../policy/values/dates.ts'
import { parseAddress } from '../policy/values/ip.ts'

type Entry = NonNullable<InputOf<'iam', 'SimulateCustomPolicy'>['ContextEntries']>[number]

/** How the values of a type must look, and AWS's words for it. Values of other types are taken as they come. */
const FORMATS: Readonly<Record<string, { readonly words: string; readonly reads: (text: string) => boolean }>> = {
  numeric: { words: 'numeric format', reads: (text) => /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) },
  date: { words: 'DateTime format', reads: (text) => parseDate(text) !== undefined },
  ip: { words: 'IP address', reads: (text) => parseAddress(text) !== undefined },
  binary: { words: 'base-64 encoded binary format', reads: isBase64 },
}

/**
 * The condition keys that ContextEntries give, by lower-cased name: one value for the scalar types, a list for the
 * others. Fails with InvalidInput in AWS's sentences, which are recorded.
 */
export function readContextEntries(entries: readonly Entry[] | undefined, fail: Fail<'InvalidInput'>): RequestContext {
  const context = new Map<string, ContextValue>()
  for (const { ContextKeyName: name, ContextKeyType: type, ContextKeyValues: values = [] } of entries ?? []) {
    // An entry without members leaves no trace on the wire of AWS.
    if (name === undefined && type === undefined && values.length === 0) continue
    if (name === undefined || name === '') return fail('InvalidInput', 'ContextKeyName cannot be null or empty.')
    if (context.has(name.toLowerCase())) fail('InvalidInput', `Duplicate context key: ${name}.`)
    if (type === undefined) return fail('InvalidInput', `Context key ${name} has invalid type null.`)
    const [first] = values
    if (first === undefined) {
      return fail('InvalidInput', `Context values for context key ${name} cannot be null or empty.`)
    }
    const list = type.endsWith('List')
    if (!list && values.length > 1) {
      // It is the type that AWS names here.
      fail('InvalidInput', `Context key ${type} expected a single value, but received ${values.length}.`)
    }
    const format = FORMATS[type.replace(/List$/, '')]
    if (format && !values.every(format.reads)) {
      fail('InvalidInput', `Invalid context value for key ${name}: expected ${format.words}.`)
    }
    context.set(name.toLowerCase(), list ? values : first)
  }
  return context
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)
}
