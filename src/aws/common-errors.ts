/**
 * What a refused call is answered with before or beside its operation, for each family of protocols: code, status and
 * AWS's sentence. Sources: AWS's "common errors" pages and recorded answers; where neither exists the JSON row is used.
 */
import { AwsError } from './error.ts'

export type ErrorFamily = 'query' | 'ec2' | 's3' | 'json' | 'rest-json'

export type Situation =
  | 'unknown key'
  | 'malformed token'
  | 'bad signature'
  | 'no authentication'
  | 'incomplete signature'
  | 'wrong scope'
  | 'clock'
  | 'expired token'
  | 'denied'
  | 'throttled'
  | 'unavailable'
  | 'internal failure'
  | 'not implemented'
  | 'unknown operation'
  | 'body too large'
  | 'malformed request'

interface Answer {
  readonly code: string
  readonly status: number
  readonly message?: string
}

const answer = (code: string, status: number, message?: string): Answer =>
  message === undefined ? { code, status } : { code, status, message }

const INVALID_TOKEN = 'The security token included in the request is invalid.'
const TOO_LARGE = 'The request is larger than this service takes.'
const INTERNAL = 'The request processing has failed because of an unknown error, exception or failure.'

/** A missing family takes the row's `json`; `rest-json` differs from it in status alone (403 where json says 400). */
const ANSWERS: Record<Situation, { query: Answer; ec2?: Answer; s3: Answer; json: Answer; 'rest-json'?: Answer }> = {
  'unknown key': {
    query: answer('InvalidClientTokenId', 403, INVALID_TOKEN),
    ec2: answer('AuthFailure', 401, 'AWS was not able to validate the provided access credentials'),
    s3: answer('InvalidAccessKeyId', 403, 'The AWS Access Key Id you provided does not exist in our records.'),
    json: answer('UnrecognizedClientException', 400, INVALID_TOKEN),
  },
  'malformed token': {
    query: answer('InvalidClientTokenId', 403, INVALID_TOKEN),
    ec2: answer('AuthFailure', 401, 'AWS was not able to validate the provided access credentials'),
    s3: answer('InvalidToken', 400, 'The provided token is malformed or otherwise invalid.'),
    json: answer('UnrecognizedClientException', 400, INVALID_TOKEN),
  },
  'bad signature': {
    query: answer(
      'SignatureDoesNotMatch',
      403,
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    ),
    ec2: answer('AuthFailure', 401, 'AWS was not able to validate the provided access credentials'),
    s3: answer(
      'SignatureDoesNotMatch',
      403,
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    ),
    json: answer(
      'InvalidSignatureException',
      400,
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    ),
  },
  'no authentication': {
    query: answer('MissingAuthenticationToken', 403, 'Request is missing Authentication Token'),
    ec2: answer('AuthFailure', 401, 'AWS was not able to validate the provided access credentials'),
    s3: answer('AccessDenied', 403, 'Access Denied'),
    json: answer('MissingAuthenticationTokenException', 400, 'Missing Authentication Token'),
  },
  'incomplete signature': {
    query: answer('IncompleteSignature', 400),
    ec2: answer('AuthFailure', 401, 'AWS was not able to validate the provided access credentials'),
    s3: answer('AuthorizationHeaderMalformed', 400),
    json: answer('IncompleteSignatureException', 400),
  },
  'wrong scope': {
    query: answer('SignatureDoesNotMatch', 403),
    ec2: answer('AuthFailure', 401, 'AWS was not able to validate the provided access credentials'),
    s3: answer('AuthorizationHeaderMalformed', 400),
    json: answer('InvalidSignatureException', 400),
  },
  clock: {
    query: answer('SignatureDoesNotMatch', 403),
    ec2: answer('RequestExpired', 400, 'Request has expired.'),
    s3: answer(
      'RequestTimeTooSkewed',
      403,
      'The difference between the request time and the current time is too large.',
    ),
    json: answer('InvalidSignatureException', 400),
  },
  'expired token': {
    query: answer('ExpiredToken', 403, 'The security token included in the request is expired'),
    ec2: answer('RequestExpired', 400, 'Request has expired.'),
    s3: answer('ExpiredToken', 400, 'The provided token has expired.'),
    json: answer('ExpiredTokenException', 400, 'The security token included in the request is expired'),
  },
  denied: {
    query: answer('AccessDenied', 403),
    ec2: answer('UnauthorizedOperation', 403),
    s3: answer('AccessDenied', 403),
    json: answer('AccessDeniedException', 400),
  },
  throttled: {
    query: answer('Throttling', 400, 'Rate exceeded'),
    ec2: answer('RequestLimitExceeded', 503, 'Request limit exceeded.'),
    s3: answer('SlowDown', 503, 'Please reduce your request rate.'),
    json: answer('ThrottlingException', 400, 'Rate exceeded'),
    'rest-json': answer('ThrottlingException', 429, 'Rate exceeded'),
  },
  unavailable: {
    query: answer('ServiceUnavailable', 503),
    ec2: answer('Unavailable', 503),
    s3: answer('ServiceUnavailable', 503),
    json: answer('ServiceUnavailableException', 503),
    'rest-json': answer('ServiceUnavailableException', 503),
  },
  'internal failure': {
    query: answer('InternalFailure', 500, INTERNAL),
    ec2: answer('InternalError', 500, 'An internal error has occurred'),
    s3: answer('InternalError', 500, 'We encountered an internal error. Please try again.'),
    json: answer('InternalFailure', 500, INTERNAL),
    'rest-json': answer('InternalFailure', 500, INTERNAL),
  },
  'not implemented': {
    query: answer('NotImplemented', 501),
    ec2: answer('UnsupportedOperation', 501),
    s3: answer('NotImplemented', 501),
    json: answer('NotImplementedException', 501),
    'rest-json': answer('NotImplementedException', 501),
  },
  'unknown operation': {
    query: answer('InvalidAction', 400),
    ec2: answer('InvalidAction', 400),
    s3: answer('MethodNotAllowed', 405, 'The specified method is not allowed against this resource.'),
    json: answer('UnknownOperationException', 400),
    'rest-json': answer('UnknownOperationException', 404),
  },
  'body too large': {
    query: answer('RequestEntityTooLarge', 413, TOO_LARGE),
    ec2: answer('RequestEntityTooLarge', 413, TOO_LARGE),
    s3: answer('MaxMessageLengthExceeded', 400, 'Your request was too big.'),
    json: answer('RequestEntityTooLargeException', 413, TOO_LARGE),
    'rest-json': answer('RequestEntityTooLargeException', 413, TOO_LARGE),
  },
  'malformed request': {
    query: answer('MalformedInput', 400),
    ec2: answer('InvalidRequest', 400),
    s3: answer('InvalidRequest', 400),
    json: answer('SerializationException', 400),
    'rest-json': answer('MalformedHttpRequestException', 400),
  },
}

/** The error for a situation in a family; `message` overrides the row's sentence, and is required where it has none. */
export function commonError(
  situation: Situation,
  family: ErrorFamily,
  options: { message?: string; fields?: Record<string, unknown>; cause?: unknown } = {},
): AwsError {
  const row = ANSWERS[situation]
  const found = row[family] ?? restJson(row.json, family)
  const message = found.message ?? options.message ?? found.code
  return new AwsError(found.code, family === 'ec2' && found.message ? found.message : (options.message ?? message), {
    status: found.status,
    ...(options.fields ? { fields: options.fields } : {}),
    ...(options.cause === undefined ? {} : { cause: options.cause }),
  })
}

const restJson = (json: Answer, family: ErrorFamily): Answer =>
  family === 'rest-json' && json.status === 400 ? { ...json, status: 403 } : json
