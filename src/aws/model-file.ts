/** The JSON form of a service model, as `models/<service>.json` holds it: botocore's, without what a server never reads. */

export type ShapeType =
  | 'structure'
  | 'list'
  | 'map'
  | 'string'
  | 'character'
  | 'integer'
  | 'long'
  | 'short'
  | 'byte'
  | 'bigInteger'
  | 'bigDecimal'
  | 'float'
  | 'double'
  | 'boolean'
  | 'timestamp'
  | 'blob'

export interface XmlNamespace {
  readonly uri: string
  readonly prefix?: string
}

/** A reference to a shape, with the traits that belong to the place and not to the shape. */
export interface ShapeRef {
  readonly shape: string
  readonly location?: 'header' | 'headers' | 'uri' | 'querystring' | 'statusCode'
  readonly locationName?: string
  readonly queryName?: string
  readonly flattened?: boolean
  readonly streaming?: boolean
  readonly xmlNamespace?: XmlNamespace | string
  readonly xmlAttribute?: boolean
  readonly timestampFormat?: string
  readonly eventpayload?: boolean
  readonly eventheader?: boolean
  readonly idempotencyToken?: boolean
  readonly jsonvalue?: boolean
  readonly box?: boolean
  readonly document?: boolean
}

export interface ErrorTrait {
  readonly code?: string
  readonly httpStatusCode?: number
  readonly senderFault?: boolean
}

export interface ShapeJson {
  readonly type: ShapeType
  readonly members?: Readonly<Record<string, ShapeRef>>
  readonly member?: ShapeRef
  readonly key?: ShapeRef
  readonly value?: ShapeRef
  readonly required?: readonly string[]
  readonly enum?: readonly string[]
  readonly min?: number
  readonly max?: number
  readonly pattern?: string
  readonly sensitive?: boolean
  readonly flattened?: boolean
  readonly streaming?: boolean
  readonly payload?: string
  readonly locationName?: string
  readonly xmlNamespace?: XmlNamespace | string
  readonly timestampFormat?: string
  readonly exception?: boolean
  readonly fault?: boolean
  readonly error?: ErrorTrait
  readonly eventstream?: boolean
  readonly event?: boolean
  readonly document?: boolean
  readonly union?: boolean
  readonly box?: boolean
}

export interface OperationJson {
  readonly name: string
  readonly http: { readonly method: string; readonly requestUri: string; readonly responseCode?: number }
  readonly input?: ShapeRef
  readonly output?: ShapeRef
  readonly errors?: readonly ShapeRef[]
  readonly authtype?: string
  readonly requestcompression?: { readonly encodings: readonly string[] }
  readonly httpChecksum?: {
    readonly requestChecksumRequired?: boolean
    readonly requestAlgorithmMember?: string
    readonly requestValidationModeMember?: string
    readonly responseAlgorithms?: readonly string[]
  }
  readonly httpChecksumRequired?: boolean
  readonly unsignedPayload?: boolean
}

export interface ModelJson {
  readonly metadata: {
    readonly apiVersion: string
    readonly endpointPrefix: string
    readonly protocol: string
    readonly protocols?: readonly string[]
    readonly jsonVersion?: string
    readonly targetPrefix?: string
    readonly signingName?: string
    readonly serviceId?: string
    readonly serviceFullName?: string
    readonly xmlNamespace?: XmlNamespace | string
    readonly awsQueryCompatible?: unknown
  }
  readonly operations: Readonly<Record<string, OperationJson>>
  readonly shapes: Readonly<Record<string, ShapeJson>>
}

/** JSON merge patch (RFC 7396): objects merge, null removes, anything else replaces. The arguments stay as they were. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isPlainObject(patch)) return patch
  const merged: Record<string, unknown> = isPlainObject(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key]
    else merged[key] = mergePatch(merged[key], value)
  }
  return merged
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
