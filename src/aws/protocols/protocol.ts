/** What every wire protocol does: bytes to input, output to bytes, error to bytes. */
import type { AwsError } from '../error.ts'
import type { OperationModel, ProtocolName, ServiceModel } from '../model.ts'
import type { StreamingBody, WireRequest, WireResponse } from '../wire.ts'
import type { ParamNode } from './query-params.ts'

/** An operation's input or output as plain data; the generated types describe each one. */
export type Structure = Readonly<Record<string, unknown>>

export interface ParseContext {
  /** Raw path labels that `matchRoute` found; needed where the bucket came in the host name. */
  readonly labels?: Readonly<Record<string, string>>
  /** The parameters of a query request, where they have been read already. */
  readonly form?: ParamNode | undefined
  /** The payload of an operation that streams its input; default: the buffered body. */
  readonly body?: StreamingBody | undefined
}

export interface ResponseContext {
  readonly requestId: string
  /** S3's `x-amz-id-2` and HostId. */
  readonly extendedRequestId?: string
  /** The request being answered: HEAD answers have no body, JSON answers repeat the content type. */
  readonly request?: Pick<WireRequest, 'method' | 'headers'>
  /** Status of an error that neither the error nor the model gives one for; default 400. */
  readonly status?: number
}

export interface Protocol {
  readonly name: ProtocolName
  /** The operation's input. Throws AwsError with the protocol's own code when the request cannot be read. */
  readonly parse: (operation: OperationModel, request: WireRequest, context?: ParseContext) => Structure
  readonly serialise: (
    operation: OperationModel,
    output: Structure | undefined,
    context: ResponseContext,
  ) => WireResponse
  readonly serialiseError: (
    operation: OperationModel | undefined,
    service: ServiceModel,
    error: AwsError,
    context: ResponseContext,
  ) => WireResponse
}

/** No request nests deeper than this; AWS's own models stay far below. */
export const MAX_DEPTH = 64

/**
 * Sets a key that a client chose. `__proto__` becomes an ordinary own property instead of the object's prototype.
 */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true })
  } else target[key] = value
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)

export const decodeUtf8 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
