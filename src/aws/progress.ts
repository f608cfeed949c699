import type { Verdict } from './authorize.ts'
import type { Caller } from './caller.ts'
import type { ErrorFamily } from './common-errors.ts'
import type { AwsError } from './error.ts'
import type { OperationModel, ProtocolName } from './model.ts'
import type { ServiceName, SourceVpc } from './operation.ts'
import { type CallRecord, type IssuedKey, recordedSession } from './record.ts'

/** A request as the HTTP server hands it over: its body has not been read. */
export interface IncomingRequest {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  readonly rawHeaders: readonly string[]
  readonly sourceIp: string
  /** The VPC whose endpoint the request came through. */
  readonly vpc?: SourceVpc | undefined
  readonly secure: boolean
  /** Tells a client that waits for it to send its body. Does nothing the second time. */
  readonly continueBody: () => void
  /** The whole body; throws what `tooLarge` makes when it is longer than `limit` bytes. */
  readonly readBody: (limit: number, tooLarge: () => AwsError) => Promise<Uint8Array>
  readonly stream: AsyncIterable<Uint8Array>
}

/** What is known of a call so far; its record and an error's envelope are made from it, however far the call came. */
export interface Progress {
  requestId: string
  readonly now: number
  readonly incoming: IncomingRequest
  service: ServiceName
  family: ErrorFamily
  protocol: ProtocolName
  model: OperationModel | undefined
  region: string
  caller: Caller | undefined
  readonly verdicts: Verdict[]
  /** What the answer hands out, where it is STS's. */
  issued: IssuedKey | undefined
}

export function recordOf(progress: Progress, status: number, error: AwsError | undefined): CallRecord {
  const { issued } = progress
  const session = recordedSession(progress.caller?.session)
  const record = factsOf(progress, status, error)
  if (session) record.session = session
  if (issued && !error) record.issued = issued
  return record
}

type OwnRecord = { -readonly [Field in keyof CallRecord]: CallRecord[Field] }

const factsOf = (progress: Progress, status: number, error: AwsError | undefined): OwnRecord => ({
  time: progress.now,
  requestId: progress.requestId,
  service: progress.service,
  operation: progress.model?.name ?? '',
  region: progress.region,
  account: progress.caller?.account ?? '',
  callerArn: progress.caller?.arn ?? '',
  userId: progress.caller?.userId ?? '',
  accessKeyId: progress.caller?.accessKeyId,
  sourceIp: progress.incoming.sourceIp,
  userAgent: shortened(progress.incoming.headers['user-agent']),
  status,
  errorCode: error?.code,
  errorMessage: shortened(error?.message),
  // The last one is the one that decided.
  verdicts: progress.verdicts.length > VERDICTS ? progress.verdicts.slice(-VERDICTS) : progress.verdicts,
})

/** A record outlives its call, so that what a caller can make long is cut: verdicts one an item, and characters. */
const VERDICTS = 1_000
const CHARACTERS = 2_048

/** A copy: a slice would keep the whole text in memory. */
export const shortened = (text: string | undefined): string | undefined =>
  text !== undefined && text.length > CHARACTERS ? Buffer.from(text.slice(0, CHARACTERS)).toString() : text
