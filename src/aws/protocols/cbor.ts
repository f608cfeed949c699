/** Smithy RPC v2 CBOR: CloudWatch for Go, Java, Rust, Ruby and PHP. https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html */
import { AwsError } from '../error.ts'
import type { WireResponse } from '../wire.ts'
import { CborDouble, decodeCbor, encodeCbor } from './cbor-codec.ts'
import { isInteger, rejectSerialization } from './json-values.ts'
import type { Protocol, ResponseContext } from './protocol.ts'
import { rpcError } from './rpc-errors.ts'
import { dateOfSeconds } from './timestamps.ts'
import { describe, readTreeStructure, type TreeReader, type TreeWriter, writeTreeStructure } from './tree-shape.ts'

const READER: TreeReader = {
  reject: rejectSerialization,
  scalar(member, value) {
    const { type } = member.shape
    switch (type) {
      case 'integer':
      case 'long':
      case 'short':
      case 'byte':
      case 'bigInteger':
        return isInteger(type, value) ? value : rejectSerialization('integer', describe(value), '')
      case 'float':
      case 'double':
      case 'bigDecimal':
        return typeof value === 'number' ? value : rejectSerialization('number', describe(value), '')
      case 'boolean':
        return typeof value === 'boolean' ? value : rejectSerialization('boolean', describe(value), '')
      case 'timestamp':
        return readTimestamp(value) ?? rejectSerialization('timestamp', describe(value), '')
      case 'blob':
        return value instanceof Uint8Array ? value : rejectSerialization('base64', describe(value), '')
      default:
        return typeof value === 'string' ? value : rejectSerialization('string', describe(value), '')
    }
  },
}

const WRITER: TreeWriter = {
  scalar: (member, value) =>
    typeof value === 'number' && (member.shape.type === 'double' || member.shape.type === 'float')
      ? new CborDouble(value)
      : value,
}

export const cbor: Protocol = {
  name: 'smithy-rpc-v2-cbor',
  parse(operation, request) {
    const body = request.body.length === 0 ? {} : decode(request.body)
    return operation.input ? readTreeStructure(operation.input, body, READER) : {}
  },

  serialise(operation, output, context) {
    if (!operation.output) return response(200, undefined, context)
    return response(200, writeTreeStructure(operation.output, output ?? {}, WRITER), context)
  },

  serialiseError(operation, service, error, context) {
    const { status, body, headers } = rpcError(operation, service, error, context, WRITER, 'message')
    return response(status, body, context, headers)
  },
}

function decode(body: Uint8Array): unknown {
  try {
    return decodeCbor(body)
  } catch (cause) {
    throw new AwsError('SerializationException', 'The request body is not valid CBOR.', { status: 400, cause })
  }
}

const readTimestamp = (value: unknown): Date | undefined =>
  typeof value === 'number' ? dateOfSeconds(value) : value instanceof Date ? value : undefined

/** The Smithy-Protocol header is what makes clients accept the answer. No output means no body and no content type. */
function response(
  status: number,
  body: Record<string, unknown> | undefined,
  context: ResponseContext,
  headers: WireResponse['headers'] = [],
): WireResponse {
  const contentType = body ? ([['Content-Type', 'application/cbor']] as const) : []
  return {
    status,
    headers: [['x-amzn-RequestId', context.requestId], ['Smithy-Protocol', 'rpc-v2-cbor'], ...contentType, ...headers],
    body: body ? encodeCbor(body) : undefined,
  }
}
