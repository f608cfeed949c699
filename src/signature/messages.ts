import type { ScopeFault, SignatureProblem } from './problem.ts'
import { basicTime, SKEW } from './time.ts'

/** The code that IAM and STS answer with; the JSON protocols have their own names for the same three. */
export type SignatureCode = 'MissingAuthenticationToken' | 'IncompleteSignature' | 'SignatureDoesNotMatch'

export const signatureCode = (problem: SignatureProblem): SignatureCode => {
  switch (problem.kind) {
    case 'missing':
      return 'MissingAuthenticationToken'
    case 'several mechanisms':
    case 'unsupported algorithm':
    case 'incomplete':
    case 'malformed pair':
    case 'malformed credential':
    case 'malformed date':
    case 'malformed expires':
      return 'IncompleteSignature'
    default:
      return 'SignatureDoesNotMatch'
  }
}

/** AWS's sentence for the query and JSON protocols. S3 says everything differently: see `s3SignatureError`. */
export const signatureMessage = (problem: SignatureProblem): string => {
  switch (problem.kind) {
    case 'missing':
      return 'Request is missing Authentication Token'
    case 'several mechanisms':
      return SEVERAL_MECHANISMS
    case 'unsupported algorithm':
      return `Unsupported AWS 'algorithm': '${problem.algorithm}'.`
    case 'incomplete':
      return incomplete(problem)
    case 'malformed pair':
      return `'${problem.pair}' not a valid key=value pair (missing equal-sign) in Authorization header: '${problem.authorization}'.`
    case 'malformed credential':
      return `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${problem.credential}'`
    case 'malformed date':
      return `Date must be in ISO-8601 'basic format'. Got '${problem.date}'. See http://en.wikipedia.org/wiki/ISO_8601`
    case 'malformed expires':
      return EXPIRES[problem.fault]
    case 'scope':
      return problem.faults.map(scopeSentence).join('')
    case 'headers not signed':
      return problem.names
        .map((name) => `${quotedHeader(name)} must be a 'SignedHeader' in the AWS Authorization.`)
        .join(' ')
    case 'expired':
      return `Signature expired: ${basicTime(problem.time)} is now earlier than ${basicTime(problem.now - SKEW)} (${basicTime(problem.now)} - 15 min.)`
    case 'not yet current':
    case 'presign not yet valid':
      return `Signature not yet current: ${basicTime(problem.time)} is still later than ${basicTime(problem.now + SKEW)} (${basicTime(problem.now)} + 15 min.)`
    case 'presign expired':
      return `Signature expired: ${basicTime(problem.expiresAt)} is now earlier than ${basicTime(problem.now)}`
    case 'mismatch':
      return 'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'
  }
}

/** Said by every service alike. */
export const SEVERAL_MECHANISMS =
  'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified'

/** What is wrong with X-Amz-Expires. */
export const EXPIRES = {
  'not a number': 'X-Amz-Expires should be a number',
  negative: 'X-Amz-Expires must be non-negative',
  'too long':
    'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
} as const

const incomplete = (problem: Extract<SignatureProblem, { kind: 'incomplete' }>): string => {
  if (problem.presigned) {
    const sentences = problem.missing.map((name) => `AWS query-string parameters must include '${name}'.`)
    return `${sentences.join(' ')} Re-examine the query-string parameters.`
  }
  const sentences = problem.missing.map((name) => `Authorization header requires '${name}' parameter.`)
  if (problem.dateMissing) {
    sentences.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
  }
  return `${sentences.join(' ')} Authorization=${problem.authorization}`
}

// Recorded on STS: each sentence ends in a space, and they follow one another.
const scopeSentence = (fault: ScopeFault): string => {
  switch (fault.kind) {
    case 'region':
      return 'Credential should be scoped to a valid region. '
    case 'service':
      return `Credential should be scoped to correct service: '${fault.expected}'. `
    case 'terminator':
      return `Credential should be scoped with a valid terminator: 'aws4_request', not '${fault.got}'. `
    case 'date':
      return `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${fault.got}' != '${fault.timestamp.slice(0, 8)}', from '${fault.timestamp}'. `
  }
}

const quotedHeader = (name: string): string => (name === 'host' ? "'Host' or ':authority'" : `'${name}'`)
