export const ARN_SEGMENTS = 6

/** One text and where its segments begin and end. A text that is no ARN is one segment. */
export interface Split {
  text: string
  /** Zero until the text is cut, which many questions do not need. */
  count: number
  /** Segment n is from `starts[n]` up to `starts[n + 1] - 1`. */
  readonly starts: Int32Array
}

export const emptySplit = (): Split => ({ text: '', count: 0, starts: new Int32Array(ARN_SEGMENTS + 1) })

/** Puts a text into a split that is kept, so that a text that is asked about again is cut once. */
export function hold(split: Split, text: string): void {
  if (split.text === text) return
  split.text = text
  split.count = 0
}

/** Cuts the text at its first five colons. */
export function cut(split: Split): void {
  if (split.count > 0) return
  const { text, starts } = split
  let count = 1
  if (text.startsWith('arn:')) {
    let colon = text.indexOf(':')
    while (colon >= 0 && count < ARN_SEGMENTS) {
      starts[count] = colon + 1
      count += 1
      colon = text.indexOf(':', colon + 1)
    }
  }
  starts[count] = text.length + 1
  split.count = count
}

/** A pattern at its first five colons. With variables, a colon inside `${...}` does not count. */
export function splitPattern(pattern: string, variables: boolean): readonly string[] {
  if (!pattern.startsWith('arn:')) return [pattern]
  const segments: string[] = []
  let start = 0
  let open = false
  for (let at = 0; at < pattern.length && segments.length < ARN_SEGMENTS - 1; at += 1) {
    if (variables && pattern.startsWith('${', at)) open = true
    else if (pattern[at] === '}') open = false
    if (pattern[at] !== ':' || open) continue
    segments.push(pattern.slice(start, at))
    start = at + 1
  }
  return [...segments, pattern.slice(start)]
}
