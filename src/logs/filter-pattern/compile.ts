import { columnPattern } from './columns.ts'
import { jsonPattern } from './json.ts'
import { textPattern } from './text.ts'

export type Matcher = (message: string) => boolean

/**
 * The test that a filter pattern puts to an event's message; an empty one matches all. Throws FilterPatternError.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function compileFilterPattern(pattern: string): Matcher {
  const text = pattern.trim()
  if (text === '') return () => true
  if (text.startsWith('{')) return jsonPattern(text)
  if (text.startsWith('[')) return columnPattern(text)
  return textPattern(text)
}
