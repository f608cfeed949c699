import type { Fail } from '../aws/operation.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { type ValidationOptions, validatePolicy } from '../policy/validate.ts'

/** A policy document as IAM answers it: percent-encoded by RFC 3986. */
export const encodedDocument = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

/** The document, or MalformedPolicyDocument with AWS's sentence. */
export function checkedPolicy(
  text: string,
  kind: 'identity' | 'trust',
  fail: Fail<'MalformedPolicyDocument'>,
  options: ValidationOptions = {},
): PolicyDocument {
  const result = validatePolicy(text, kind, options)
  return result.problem ? fail('MalformedPolicyDocument', result.problem.message) : result.document
}
