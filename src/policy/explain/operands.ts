import { TEXT, tokenize, VARIABLE } from '../compile/tokens.ts'
import type { RequestContext } from '../request.ts'

export interface Operands {
  /** The values with their variables replaced; one without a value stays as it is written. */
  readonly operands: readonly string[]
  /** Keys of variables that the request does not carry and that have no default, in lower case. */
  readonly missing: readonly string[]
}

/** What a policy's values stand for in a request. `variables` is false where `${...}` is plain text. */
export function operandsOf(values: readonly string[], context: RequestContext, variables: boolean): Operands {
  if (!variables) return { operands: values, missing: [] }
  const missing = new Set<string>()
  const operands = values.map((value) => {
    const tokens = tokenize(value, { variables, wildcards: false })
    return tokens
      .map((token) => {
        if (token.kind === TEXT) return token.text
        if (token.kind !== VARIABLE) return ''
        const found = context.get(token.key)
        const text = typeof found === 'string' ? found : token.fallback
        if (text === undefined && found === undefined) missing.add(token.key)
        return text ?? `\${${token.key}}`
      })
      .join('')
  })
  return { operands, missing: [...missing] }
}
