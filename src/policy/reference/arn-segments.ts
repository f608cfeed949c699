export const ARN_SEGMENTS = 6

/**
 * An ARN, or the pattern of one, at its first five colons; those inside `${...}` do not count when the text has policy
 * variables. A text that is no ARN is one segment.
 */
export function splitArn(text: string, variables = false): string[] {
  if (!text.startsWith('arn:')) return [text]
  const segments: string[] = []
  let start = 0
  let inVariable = false
  for (let at = 0; at < text.length && segments.length < ARN_SEGMENTS - 1; at += 1) {
    const char = text[at]
    if (variables && char === '{' && text[at - 1] === '$') inVariable = true
    else if (char === '}') inVariable = false
    else if (char === ':' && !inVariable) {
      segments.push(text.slice(start, at))
      start = at + 1
    }
  }
  segments.push(text.slice(start))
  return segments
}
