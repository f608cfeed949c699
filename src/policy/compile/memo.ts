const GENERATION = 512
const LONG = 128

/**
 * Reads a request's text once, however many statements ask: the same text has the same result. What is kept is bounded;
 * results that were not asked for in the last `GENERATION` texts are forgotten, and of long texts only the last is kept.
 */
export function boundedMemo<Result extends object>(read: (text: string) => Result): (text: string) => Result {
  let young = new Map<string, Result>()
  let old = new Map<string, Result>()
  let lastText = ''
  let lastResult: Result | undefined
  return (text) => {
    if (lastResult !== undefined && text === lastText) return lastResult
    let result = young.get(text)
    if (result === undefined) {
      result = old.get(text) ?? read(text)
      if (text.length <= LONG) {
        if (young.size >= GENERATION) {
          old = young
          young = new Map()
        }
        young.set(text, result)
      }
    }
    lastText = text
    lastResult = result
    return result
  }
}
