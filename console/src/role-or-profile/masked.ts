/** Requests and answers as they may be shown: what would let somebody else call is shortened. */

/** The beginning of a secret, by which one can tell it from another, and nothing that it could be used with. */
const shortened = (secret: string): string => `${secret.slice(0, 6)}… (${secret.length} characters)`

/** A header of a signed request. The key's id is no secret, the signature serves for this request alone, and yet. */
export function maskedHeader(name: string, value: string): string {
  if (name.toLowerCase() === 'authorization') {
    return value.replace(
      /(Signature=)([0-9a-f]+)/,
      (_, label: string, signature: string) => `${label}${shortened(signature)}`,
    )
  }
  return name.toLowerCase() === 'x-amz-security-token' ? shortened(value) : value
}

const SECRETS: ReadonlySet<string> = new Set(['SecretAccessKey', 'SessionToken', 'Token', 'Password'])

/** An answer as text, without the SDK's own remarks. */
export const maskedAnswer = (answer: object): string =>
  JSON.stringify(
    answer,
    (key, value) => {
      if (key === '$metadata') return undefined
      return SECRETS.has(key) && typeof value === 'string' ? shortened(value) : value
    },
    2,
  )

/** The parameters of a query body, one a line. */
export function readableBody(body: string): string {
  if (!body.includes('=') || body.startsWith('{')) return body
  return [...new URLSearchParams(body)].map(([name, value]) => `${name}=${value}`).join('\n')
}
