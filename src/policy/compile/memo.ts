const GENERATION = 512
const LONG = 128

/**
 * Reads a request's text once, however many statements ask: the same text has the same result. What is kept is bounded;
 * results that were not asked for in the last `GENERATION` texts are forgotten, and of long texts only the last is kept.
 */
export function boundedMemo<Result extends object>(read: (text: string) => Result): (text: string) => Result {
  let young = new Map<string, Result>()
  let old = new Map<string, Result>()
  let longText = ''
  let longResult: Result | undefined
  return (text) => {
    const found = young.get(text)
    if (found !== undefined) return found
    if (text.length > LONG) {
      if (longResult === undefined || longText !== text) {
        longResult = read(text)
        longText = text
      }
      return longResult
    }
    const result = old.get(text) ?? read(text)
    if (young.size >= GENERATION) {
      old = young
      young = new Map()
    }
    young.set(text, result)
    return result
  }
}
