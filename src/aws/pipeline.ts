import { randomUUID } from 'node:crypto'
import { sha256Hex } from '../signature/hmac.ts'
import type { VerifiedBody } from '../signature/payload.ts'
import { SigningKeyCache } from '../signature/signing-key-cache.ts'
import type { Plan } from '../state/lane.ts'
import type { State } from '../state/table.ts'
import { authenticate, type Credential, type FindCredentials, readCredential } from './authenticate.ts'
import type { PrincipalPolicies } from './authorize.ts'
import type { Caller } from './caller.ts'
import { validateInput, validationCode, validationFields } from './constraints.ts'
import type { DenialOptions } from './denial.ts'
import { AwsError } from './error.ts'
import { errorResponse, responseContext, toAwsError } from './failure.ts'
import type { ServiceName, ServiceTable } from './operation.ts'
import { collect, s3Body, s3BodyHash } from './payload.ts'
import { type IncomingRequest, type Progress, recordOf } from './progress.ts'
import { protocolOf } from './protocols/by-name.ts'
import { bucketOfHost, signingNameOf } from './recognise.ts'
import { type CallRecord, issuedIn } from './record.ts'
import { requestFacts } from './request-facts.ts'
import { route } from './route.ts'
import { runOperation } from './run-operation.ts'
import type { WireRequest, WireResponse } from './wire.ts'

/** What answers each service's operations; a service may be loaded by its first call. */
export type ServiceTables = { readonly [S in ServiceName]: () => Promise<ServiceTable<S>> }

/** What the pipeline is handed; it reaches for nothing else. */
export interface PipelineParts {
  readonly services: ServiceTables
  readonly state: State
  /** For unsigned calls. */
  readonly defaultRegion: string
  readonly find: FindCredentials
  readonly policiesOf: (caller: Caller) => PrincipalPolicies
  /** Submits a plan to the account's write lane. */
  readonly write: <T>(account: string, callId: string, plan: Plan<T>) => Promise<T>
  /** Milliseconds since 1970. */
  readonly clock: () => number
  readonly record: (record: CallRecord) => void
  readonly denial: DenialOptions
  /** For failures of ours: the answer says only InternalFailure and the request id. */
  readonly logFailure: (requestId: string, error: unknown) => void
}

export type Pipeline = (incoming: IncomingRequest) => Promise<WireResponse>

/** The way of every request. Never rejects: what goes wrong is answered in the protocol of the request. */
export function createPipeline(parts: PipelineParts): Pipeline {
  const keys = new SigningKeyCache()
  return async (incoming) => {
    const progress = begin(parts, incoming)
    try {
      const response = await answer(parts, keys, incoming, progress)
      parts.record(recordOf(progress, response.status, undefined))
      return response
    } catch (cause) {
      const error = toAwsError(cause, progress, parts.logFailure)
      const response = inProtocol(error, progress, parts.logFailure)
      parts.record(recordOf(progress, response.status, error))
      return response
    }
  }
}

/** The error as the request's protocol writes it; should that fail too, a bare answer with the request id. */
function inProtocol(error: AwsError, progress: Progress, logFailure: PipelineParts['logFailure']): WireResponse {
  try {
    return errorResponse(error, progress)
  } catch (cause) {
    logFailure(progress.requestId, cause)
    return { status: 500, headers: [['x-amzn-RequestId', progress.requestId]], body: '' }
  }
}

async function answer(
  parts: PipelineParts,
  keys: SigningKeyCache,
  incoming: IncomingRequest,
  progress: Progress,
): Promise<WireResponse> {
  const head = headOf(incoming)
  const credential = readCredential(head)

  // Recognise: which service, and which operation where the body does not name it.
  const { rawBody, open } = await route(head, credential, progress)
  const isS3 = progress.family === 's3'

  // Who am I.
  progress.region = regionOf(progress.service, credential, parts.defaultRegion)
  const { caller, signed } = authenticate(head, credential, {
    family: progress.family,
    takesSigV2: progress.service === 's3',
    signingName: signingNameOf(progress.service),
    bodyHash: isS3 ? s3BodyHash(head, credential) : sha256Hex(rawBody),
    hostBucket: bucketOfHost(head.headers['host'] ?? ''),
    now: progress.now,
    find: parts.find,
    keys,
  })
  progress.caller = caller

  // Inflate, parse and validate by the model. A body that S3 streams stays unread until the handler asks for it.
  const { model, wire, labels, form } = await open()
  const protocol = protocolOf(progress.protocol)
  const payload = isS3 ? s3Body(incoming.stream, head, signed) : undefined
  const parsed = payload && !model.streamingInput ? { ...wire, body: await buffered(incoming, payload) } : wire
  const input = protocol.parse(model, parsed, { labels, form, body: model.streamingInput ? payload : undefined })
  const invalid = validateInput(model, input)
  if (invalid !== undefined) {
    const fields = validationFields(progress.service)
    throw new AwsError(validationCode(progress.service, model), invalid, { status: 400, fields })
  }

  // What am I permitted to do; then do it.
  const output = await runOperation(parts, { input, caller, request: requestFacts(incoming), progress })
  if (progress.service === 'sts') progress.issued = issuedIn(output)
  return protocol.serialise(model, output, responseContext(progress))
}

const NO_BODY = new Uint8Array()

/** The request without its body. */
const headOf = ({ method, path, query, headers, rawHeaders }: IncomingRequest): WireRequest => {
  return { method, path, query, headers, rawHeaders, body: NO_BODY }
}

/** S3's documents (policies, delete lists, tag sets) stay well below this. */
const DOCUMENT_LIMIT = 2 * 1024 * 1024

function buffered(incoming: IncomingRequest, payload: VerifiedBody): Promise<Uint8Array> {
  incoming.continueBody()
  return collect(payload, DOCUMENT_LIMIT)
}

function begin(parts: PipelineParts, incoming: IncomingRequest): Progress {
  return {
    requestId: randomUUID(),
    now: parts.clock(),
    incoming,
    service: 's3',
    family: 's3',
    protocol: 'rest-xml',
    model: undefined,
    region: parts.defaultRegion,
    caller: undefined,
    verdicts: [],
    issued: undefined,
  }
}

/** IAM is one service for all regions and stands in us-east-1; elsewhere the signature names the region. */
function regionOf(service: ServiceName, credential: Credential, defaultRegion: string): string {
  if (service === 'iam') return 'us-east-1'
  return credential.version === 4 ? credential.claim.region : defaultRegion
}
