import { mechanismOf, parseClaim } from '../signature/claim.ts'
import type { HmacKey } from '../signature/hmac.ts'
import { signatureCode, signatureMessage } from '../signature/messages.ts'
import type { SignatureClaim, SignatureProblem } from '../signature/problem.ts'
import { type S3Error, s3SignatureError } from '../signature/s3-errors.ts'
import type { SigningKeyCache } from '../signature/signing-key-cache.ts'
import { checkSigV2Time, parseSigV2, type SigV2Claim, verifySigV2 } from '../signature/sigv2.ts'
import { checkScope, checkSignedHeaders, checkTime, verify } from '../signature/sigv4.ts'
import type { Caller } from './caller.ts'
import { commonError, type ErrorFamily, type Situation } from './common-errors.ts'
import { AwsError } from './error.ts'
import type { WireRequest } from './wire.ts'

/** The two things that the pipeline asks of identity: find these credentials; what they prove. */
export type FoundCredentials =
  | {
      readonly ok: true
      readonly caller: Caller
      /** The secret access key, decrypted only when no signing key is cached. */
      readonly secret: () => string
      /** Changes whenever the secret behind the access key id does. */
      readonly secretVersion: string
    }
  | { readonly ok: false; readonly situation: Extract<Situation, 'unknown key' | 'malformed token' | 'expired token'> }

/** Token present and bound to the key, then expiry, then whether the session's role or user still lives. */
export type FindCredentials = (accessKeyId: string, token: string | undefined, now: number) => FoundCredentials

export type Credential =
  | { readonly version: 4; readonly claim: SignatureClaim }
  | { readonly version: 2; readonly claim: SigV2Claim }
  | { readonly version: 'none' }
  | { readonly version: 'broken'; readonly problem: SignatureProblem }
  | { readonly version: 'broken 2'; readonly error: S3Error }

export const ANONYMOUS: Caller = {
  kind: 'anonymous',
  account: '',
  arn: '*',
  principalArn: '*',
  userId: 'anonymous',
  name: undefined,
  entityId: undefined,
  accessKeyId: undefined,
  session: undefined,
  tags: {},
}

/** Reads what the request claims, before anything is believed. Never throws. */
export function readCredential(request: WireRequest): Credential {
  const mechanism = mechanismOf(request)
  if (mechanism === 'none') return { version: 'none' }
  if (mechanism === 'v2 header' || mechanism === 'v2 query') {
    const parsed = parseSigV2(request)
    return parsed.ok ? { version: 2, claim: parsed.claim } : { version: 'broken 2', error: parsed.error }
  }
  const parsed = parseClaim(request, mechanism)
  return parsed.ok ? { version: 4, claim: parsed.claim } : { version: 'broken', problem: parsed.problem }
}

export interface Authenticated {
  readonly caller: Caller
  /** What verified the SigV4 claim; it seals signed chunks too. */
  readonly signed: { readonly claim: SignatureClaim; readonly key: HmacKey } | undefined
}

export interface AuthenticationFacts {
  readonly family: ErrorFamily
  /** SigV2 is S3's alone; S3 Control takes SigV4 only. */
  readonly takesSigV2: boolean
  readonly signingName: string
  /** The canonical request's last line. */
  readonly bodyHash: string
  /** The bucket that the Host names, for SigV2. */
  readonly hostBucket: string | undefined
  readonly now: number
  readonly find: FindCredentials
  readonly keys: SigningKeyCache
}

/**
 * Who am I: the checks in the order that was measured on AWS. Scope, signed headers (S3), clock, token and its binding,
 * expiry, issuer liveness, and only then the HMAC. Throws AwsError in the family's own words.
 */
export function authenticate(request: WireRequest, credential: Credential, facts: AuthenticationFacts): Authenticated {
  const { family } = facts
  switch (credential.version) {
    case 'none':
      if (family === 's3') return { caller: ANONYMOUS, signed: undefined }
      throw commonError('no authentication', family)
    case 'broken':
      throw signatureError(credential.problem, family)
    case 'broken 2':
      throw fromS3(credential.error)
    case 2:
      return authenticateV2(request, credential.claim, facts)
    case 4:
      return authenticateV4(request, credential.claim, facts)
  }
}

function authenticateV4(request: WireRequest, claim: SignatureClaim, facts: AuthenticationFacts): Authenticated {
  const { family, now } = facts
  const scope = checkScope(claim, { service: facts.signingName, region: isRegion })
  if (!scope.ok) throw signatureError(scope.problem, family)
  const headers = checkSignedHeaders(claim, request)
  if (!headers.ok) throw signatureError(headers.problem, family)
  const time = checkTime(claim, now)
  if (!time.ok) throw signatureError(time.problem, family)
  const found = facts.find(claim.accessKeyId, claim.sessionToken, now)
  if (!found.ok) throw credentialError(found.situation, family, claim.accessKeyId, claim.sessionToken)
  const { accessKeyId, date, region, service } = claim
  const key = facts.keys.get({ accessKeyId, secretVersion: found.secretVersion, date, region, service }, found.secret)
  const verified = verify(claim, request, { key, bodyHash: facts.bodyHash })
  if (!verified.ok) throw signatureError(verified.problem, family)
  return { caller: found.caller, signed: { claim, key } }
}

function authenticateV2(request: WireRequest, claim: SigV2Claim, facts: AuthenticationFacts): Authenticated {
  const { family, now } = facts
  if (!facts.takesSigV2) {
    const algorithm = 'AWS'
    throw signatureError({ kind: 'unsupported algorithm', algorithm, presigned: claim.kind === 'presigned' }, family)
  }
  const time = checkSigV2Time(claim, now)
  if (!time.ok) throw fromS3(time.error)
  const found = facts.find(claim.accessKeyId, claim.sessionToken, now)
  if (!found.ok) throw credentialError(found.situation, family, claim.accessKeyId, claim.sessionToken)
  const verified = verifySigV2(claim, request, { secret: found.secret(), bucket: facts.hostBucket })
  if (!verified.ok) throw fromS3(verified.error)
  return { caller: found.caller, signed: undefined }
}

/** The regions of the partition as AWS's endpoint data describes them; every one is served. */
const isRegion = (region: string): boolean => /^(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/.test(region)

const CLOCK = new Set<SignatureProblem['kind']>([
  'expired',
  'not yet current',
  'presign expired',
  'presign not yet valid',
])

/** A signature problem in the words of a family. */
export function signatureError(problem: SignatureProblem, family: ErrorFamily): AwsError {
  if (family === 's3') return fromS3(s3SignatureError(problem))
  return commonError(situationOf(problem), family, { message: signatureMessage(problem) })
}

function situationOf(problem: SignatureProblem): Situation {
  if (problem.kind === 'scope') return 'wrong scope'
  if (CLOCK.has(problem.kind)) return 'clock'
  switch (signatureCode(problem)) {
    case 'MissingAuthenticationToken':
      return 'no authentication'
    case 'IncompleteSignature':
      return 'incomplete signature'
    case 'SignatureDoesNotMatch':
      return 'bad signature'
  }
}

export const fromS3 = ({ code, status, message, fields }: S3Error): AwsError =>
  new AwsError(code, message, { status, fields })

function credentialError(
  situation: Situation,
  family: ErrorFamily,
  accessKeyId: string,
  token: string | undefined,
): AwsError {
  if (family !== 's3') return commonError(situation, family)
  const fields = situation === 'unknown key' ? { AWSAccessKeyId: accessKeyId } : { 'Token-0': token ?? '' }
  return commonError(situation, family, { fields })
}
