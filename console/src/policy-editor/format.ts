import { PolicySyntaxError, parsePolicy, printPolicy } from 'rolecall/policy'

/** The text in lines that can be read, its elements in AWS's order; undefined where its JSON is broken. */
export function formatted(text: string): string | undefined {
  try {
    return printPolicy(parsePolicy(text))
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error
    // Of two members with one name JSON.parse would lose the first.
    if (error.problem === 'not JSON' || error.problem === 'duplicate key') return undefined
    return JSON.stringify(JSON.parse(text), undefined, 2)
  }
}
