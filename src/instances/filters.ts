import type { Filter } from '../aws/generated/ec2.ts'
import type { Fail } from '../aws/operation.ts'
import { ANY, type Glob, globMatches, ONE } from '../policy/reference/glob.ts'
import { failInvalidValue } from './ec2-errors.ts'

/** What a filter compares: the item's values under each filter name. */
export type FilterFields<T> = Readonly<Record<string, (item: T) => readonly (string | number | boolean | undefined)[]>>

type Tags = Readonly<Record<string, string>>

/**
 * The items that every filter accepts; a filter accepts when one of its values does, with `*` and `?` as wildcards and
 * case respected. InvalidParameterValue for a filter that the operation does not know.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
 */
export function filtered<T>(
  items: readonly T[],
  filters: readonly Filter[] | undefined,
  fields: FilterFields<T>,
  fail: Fail<string>,
  tagsOf?: (item: T) => Tags,
): readonly T[] {
  const tests = (filters ?? []).map((filter) => testOf(filter, fields, fail, tagsOf))
  return items.filter((item) => tests.every((test) => test(item)))
}

function testOf<T>(
  filter: Filter,
  fields: FilterFields<T>,
  fail: Fail<string>,
  tagsOf: ((item: T) => Tags) | undefined,
): (item: T) => boolean {
  const name = filter.Name ?? ''
  const values = (filter.Values ?? []).map(pattern)
  const field = Object.hasOwn(fields, name) ? fields[name] : tagField(name, tagsOf)
  if (!field) return fail('InvalidParameterValue', `The filter '${name}' is invalid`)
  if (values.length === 0) return fail('InvalidParameterValue', `The filter 'null' is invalid`)
  return (item) =>
    field(item).some((value) => value !== undefined && values.some((glob) => globMatches(glob, String(value))))
}

function tagField<T>(name: string, tagsOf: ((item: T) => Tags) | undefined) {
  if (!tagsOf) return undefined
  if (name === 'tag-key') return (item: T) => Object.keys(tagsOf(item))
  if (name === 'tag-value') return (item: T) => Object.values(tagsOf(item))
  if (!name.startsWith('tag:')) return undefined
  const key = name.slice('tag:'.length)
  return (item: T) => {
    const tags = tagsOf(item)
    return Object.hasOwn(tags, key) ? [tags[key]] : []
  }
}

/** A backslash takes the next character literally. Not a regular expression: a value of many stars would never end. */
function pattern(text: string): Glob {
  const glob: Glob[number][] = []
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i]!
    if (char === '*') glob.push(ANY)
    else if (char === '?') glob.push(ONE)
    else glob.push(char === '\\' && i + 1 < text.length ? text[++i]! : char)
  }
  return glob
}

interface Paging {
  readonly MaxResults?: number | undefined
  readonly NextToken?: string | undefined
}

/** The asked page of the items in the order of `idOf`; `least`: the smallest page that may be asked for. Errors: InvalidParameterValue, InvalidNextToken. */
export function page<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  { MaxResults, NextToken }: Paging,
  fail: Fail<string>,
  least = 5,
): { readonly items: readonly T[]; readonly next: string | undefined } {
  if (MaxResults !== undefined && MaxResults < least) {
    fail(
      'InvalidParameterValue',
      `Value ( ${MaxResults} ) for parameter maxResults is invalid. Expecting a value greater than ${least}.`,
    )
  }
  const sorted = items.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
  const after = NextToken === undefined ? undefined : readToken(NextToken, fail)
  const start = after === undefined ? 0 : sorted.findIndex((item) => idOf(item) > after)
  const rest = start < 0 ? [] : sorted.slice(start)
  const limit = Math.min(MaxResults ?? 1000, 1000)
  const taken = rest.slice(0, limit)
  const last = taken.at(-1)
  return { items: taken, next: rest.length > limit && last !== undefined ? writeToken(idOf(last)) : undefined }
}

const writeToken = (id: string): string => Buffer.from(`after:${id}`).toString('base64url')

function readToken(token: string, fail: Fail<string>): string {
  const text = Buffer.from(token, 'base64url').toString()
  return text.startsWith('after:')
    ? text.slice('after:'.length)
    : fail('InvalidNextToken', 'The specified NextToken is not valid.')
}

/** Refuses paging together with ids, which EC2 does not page. */
export function refusePagedIds(
  ids: readonly string[] | undefined,
  parameter: string,
  { MaxResults }: Paging,
  fail: Fail<string>,
): void {
  if (ids && ids.length > 0 && MaxResults !== undefined) {
    fail('InvalidParameterCombination', `The parameter ${parameter} cannot be used with the parameter maxResults`)
  }
}

/** A value of an enumeration, or EC2's error for one that is not. */
export function oneOf<const V extends string>(
  values: readonly V[],
  value: string,
  parameter: string,
  fail: Fail<string>,
): V {
  return (
    values.find((known) => known === value) ??
    failInvalidValue(value, parameter, `Valid values are: ${values.join(', ')}`, fail)
  )
}
