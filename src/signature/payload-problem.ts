/** What is wrong with a payload, with S3's code, status and sentence for it. */
const PROBLEMS = {
  'sha256 mismatch': [
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  ],
  'sha256 invalid': [
    'InvalidArgument',
    'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
  ],
  'sha256 missing': ['InvalidRequest', 'Missing required header for this request: x-amz-content-sha256'],
  'mode not supported': ['NotImplemented', 'A header you provided implies functionality that is not implemented.', 501],
  'md5 mismatch': ['BadDigest', 'The Content-MD5 you specified did not match what we received.'],
  'md5 invalid': ['InvalidDigest', 'The Content-MD5 you specified was invalid.'],
  'checksum mismatch': ['BadDigest', 'The {what} you specified did not match the calculated checksum.'],
  'checksum invalid': ['InvalidRequest', 'Value for {what} header is invalid.'],
  'checksum trailer invalid': ['InvalidRequest', 'Value for {what} trailing header is invalid.'],
  'several checksums': [
    'InvalidRequest',
    'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
  ],
  'trailer not supported': ['InvalidRequest', 'The value specified in the x-amz-trailer header is not supported'],
  'trailer malformed': [
    'MalformedTrailerError',
    'The request contained trailing data that was not well-formed or did not conform to our published schema.',
  ],
  'chunk signature': [
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    403,
  ],
  'chunk too small': ['InvalidChunkSizeError', 'Only the last chunk is allowed to have a size less than 8192 bytes'],
  'malformed chunk': ['IncompleteBody', 'The request body terminated unexpectedly'],
  incomplete: ['IncompleteBody', 'The request body terminated unexpectedly'],
  'wrong length': [
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  ],
  'length missing': ['MissingContentLength', 'You must provide the Content-Length HTTP header.', 411],
} as const satisfies Record<string, readonly [code: string, message: string, status?: number]>

export type PayloadProblemKind = keyof typeof PROBLEMS

/** A payload that is not what its headers or trailers promise. It is thrown before the iteration over the payload ends. */
export class PayloadProblem extends Error {
  readonly kind: PayloadProblemKind
  /** S3's error code. */
  readonly code: string
  readonly status: number
  /** Further elements of S3's error body. */
  readonly fields: Readonly<Record<string, string>>

  /** `what` names the algorithm or header in the sentence. */
  constructor(kind: PayloadProblemKind, facts: { what?: string; fields?: Readonly<Record<string, string>> } = {}) {
    const [code, message, status = 400] = PROBLEMS[kind]
    super(message.replace('{what}', () => facts.what ?? ''))
    this.name = 'PayloadProblem'
    this.kind = kind
    this.code = code
    this.status = status
    this.fields = facts.fields ?? {}
  }
}
