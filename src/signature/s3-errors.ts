import { EXPIRES, SEVERAL_MECHANISMS } from './messages.ts'
import type { ScopeFault, SignatureProblem } from './problem.ts'
import { extendedTime, SKEW } from './time.ts'

/** An S3 error answer: code, status, sentence and the further elements of its body. */
export interface S3Error {
  readonly code: string
  readonly status: number
  readonly message: string
  readonly fields: Readonly<Record<string, string>>
}

/** S3's code, status and sentence for a signature problem. */
export const s3SignatureError = (problem: SignatureProblem): S3Error => {
  switch (problem.kind) {
    case 'missing':
      return s3Error('AccessDenied', 403, 'Access Denied')
    case 'several mechanisms':
      return s3Error('InvalidArgument', 400, SEVERAL_MECHANISMS, { ArgumentName: 'Authorization' })
    case 'unsupported algorithm':
      return unsupported(problem)
    case 'incomplete':
      return incomplete(problem)
    case 'malformed pair':
      return s3Error('AuthorizationHeaderMalformed', 400, THREE_COMPONENTS)
    case 'malformed credential':
      return malformed(
        problem.presigned,
        'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
      )
    case 'malformed date':
      return problem.presigned
        ? s3Error(
            'AuthorizationQueryParametersError',
            400,
            `X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`,
          )
        : s3Error('AccessDenied', 403, NO_DATE)
    case 'malformed expires':
      return s3Error('AuthorizationQueryParametersError', 400, EXPIRES[problem.fault])
    case 'scope':
      return wrongScope(problem.presigned, problem.faults[0])
    case 'headers not signed':
      return s3Error('AccessDenied', 403, 'There were headers present in the request which were not signed', {
        HeadersNotSigned: problem.names.join(', '),
      })
    case 'expired':
    case 'not yet current':
      return s3Error(
        'RequestTimeTooSkewed',
        403,
        'The difference between the request time and the current time is too large.',
        {
          RequestTime: extendedTime(problem.time),
          ServerTime: extendedTime(problem.now),
          MaxAllowedSkewMilliseconds: String(SKEW),
        },
      )
    case 'presign expired':
      return s3Error('AccessDenied', 403, 'Request has expired', {
        'X-Amz-Expires': String(problem.expires),
        Expires: extendedTime(problem.expiresAt),
        ServerTime: extendedTime(problem.now),
      })
    case 'presign not yet valid':
      return s3Error('AccessDenied', 403, 'Request is not yet valid', {
        'X-Amz-Expires': String(problem.expires),
        Expires: extendedTime(problem.time + problem.expires * 1000),
        ServerTime: extendedTime(problem.now),
      })
    case 'mismatch':
      return s3Mismatch(problem)
  }
}

/** S3's answer to a wrong signature; SigV2 has no canonical request. */
export const s3Mismatch = (facts: {
  readonly accessKeyId: string
  readonly signatureProvided: string
  readonly stringToSign: string
  readonly canonicalRequest?: string
}): S3Error =>
  s3Error(
    'SignatureDoesNotMatch',
    403,
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    {
      AWSAccessKeyId: facts.accessKeyId,
      StringToSign: facts.stringToSign,
      SignatureProvided: facts.signatureProvided,
      StringToSignBytes: spacedHex(facts.stringToSign),
      ...(facts.canonicalRequest === undefined
        ? {}
        : { CanonicalRequest: facts.canonicalRequest, CanonicalRequestBytes: spacedHex(facts.canonicalRequest) }),
    },
  )

export const s3Error = (
  code: string,
  status: number,
  message: string,
  fields: Readonly<Record<string, string>> = {},
): S3Error => ({ code, status, message, fields })

const THREE_COMPONENTS =
  'The authorization header is malformed; the authorization header requires three components: Credential, SignedHeaders, and Signature.'
const NO_DATE = 'AWS authentication requires a valid Date or x-amz-date header'

const malformed = (presigned: boolean, what: string, fields: Record<string, string> = {}): S3Error =>
  presigned
    ? s3Error('AuthorizationQueryParametersError', 400, `Error parsing the X-Amz-Credential parameter; ${what}`, fields)
    : s3Error('AuthorizationHeaderMalformed', 400, `The authorization header is malformed; ${what}`, fields)

const unsupported = (problem: Extract<SignatureProblem, { kind: 'unsupported algorithm' }>): S3Error => {
  if (problem.presigned) {
    return s3Error('AuthorizationQueryParametersError', 400, 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"')
  }
  const fields = { ArgumentName: 'Authorization', ArgumentValue: problem.algorithm }
  return s3Error('InvalidArgument', 400, 'Unsupported Authorization Type', fields)
}

const incomplete = (problem: Extract<SignatureProblem, { kind: 'incomplete' }>): S3Error => {
  if (problem.presigned) {
    return s3Error(
      'AuthorizationQueryParametersError',
      400,
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    )
  }
  return problem.missing.length > 0
    ? s3Error('AuthorizationHeaderMalformed', 400, THREE_COMPONENTS)
    : s3Error('AccessDenied', 403, NO_DATE)
}

const wrongScope = (presigned: boolean, fault: ScopeFault): S3Error => {
  switch (fault.kind) {
    case 'region':
      return fault.expected === undefined
        ? malformed(presigned, `the region '${fault.got}' is wrong`)
        : malformed(presigned, `the region '${fault.got}' is wrong; expecting '${fault.expected}'`, {
            Region: fault.expected,
          })
    case 'service':
      return malformed(presigned, `incorrect service "${fault.got}". This endpoint belongs to "${fault.expected}".`)
    case 'terminator':
      return malformed(presigned, `incorrect terminal "${fault.got}". This endpoint uses "aws4_request".`)
    case 'date':
      return malformed(
        presigned,
        `Invalid credential date "${fault.got}". This date is not the same as X-Amz-Date: "${fault.timestamp.slice(0, 8)}".`,
      )
  }
}

const spacedHex = (text: string): string =>
  Buffer.from(text, 'utf8')
    .toString('hex')
    .replace(/..(?=.)/g, '$& ')
