/** Any JSON. */
type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [name: string]: Json }

/** Takes parts away from a value for as long as something still holds for what is left. */
export function smallest<T>(value: T, holds: (value: T) => boolean): T {
  // Cases are JSON, and taking parts away keeps the types of the rest; `holds` refuses what is no case any more.
  let current = value as Json
  const stillHolds = (less: Json): boolean => {
    try {
      return holds(less as T)
    } catch {
      return false
    }
  }
  for (;;) {
    const less = without(current).find(stillHolds)
    if (less === undefined) return current as T
    current = less
  }
}

/** The value with one part less, in every way; larger parts first. */
function without(value: Json): Json[] {
  if (Array.isArray(value)) {
    const items: readonly Json[] = value
    return [
      ...items.map((_, index) => items.toSpliced(index, 1)),
      ...items.flatMap((item, index) => without(item).map((less) => items.with(index, less))),
    ]
  }
  if (typeof value !== 'object' || value === null) return []
  const entries = Object.entries(value)
  return [
    ...entries.map(([name]) => Object.fromEntries(entries.filter(([other]) => other !== name))),
    ...entries.flatMap(([name, part]) => without(part).map((less) => ({ ...value, [name]: less }))),
  ]
}
