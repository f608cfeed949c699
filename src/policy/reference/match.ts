/**
 * What one test of a statement says. `unclear` means that the policy cannot be read or decided there: an Allow is then
 * off and a Deny is on, so that doubt never widens access.
 */
export type Match = 'yes' | 'no' | { readonly unclear: string }

export const unclear = (why: string): Match => ({ unclear: why })

export const yesIf = (holds: boolean): Match => (holds ? 'yes' : 'no')

/** Yes if one says yes; else unclear if one is unclear. */
export function anyMatch<T>(items: Iterable<T>, test: (item: T) => Match): Match {
  let result: Match = 'no'
  for (const item of items) {
    const match = test(item)
    if (match === 'yes') return 'yes'
    if (match !== 'no') result = match
  }
  return result
}

/** No if one says no; else unclear if one is unclear. */
export function everyMatch<T>(items: Iterable<T>, test: (item: T) => Match): Match {
  let result: Match = 'yes'
  for (const item of items) {
    const match = test(item)
    if (match === 'no') return 'no'
    if (match !== 'yes') result = match
  }
  return result
}

export function notMatch(match: Match): Match {
  if (match === 'yes') return 'no'
  return match === 'no' ? 'yes' : match
}

/** Reads something of a document once: `read` runs at most once for each object, which is immutable. */
export function once<Key extends object, Value>(read: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, Value>()
  return (key) => {
    const found = known.get(key)
    if (found !== undefined) return found
    const value = read(key)
    known.set(key, value)
    return value
  }
}
