/** awsJson 1.0 and 1.1: Logs, and CloudWatch for Python, JavaScript and the AWS CLI. */
import type { WireResponse } from '../wire.ts'
import { jsonReader, jsonWriter, parseJson } from './json-values.ts'
import type { Protocol, ResponseContext } from './protocol.ts'
import { rpcError } from './rpc-errors.ts'
import { readTreeStructure, writeTreeStructure } from './tree-shape.ts'

export const json: Protocol = {
  name: 'json',
  parse(operation, request) {
    const body = parseJson(request.body)
    return operation.input ? readTreeStructure(operation.input, body, jsonReader) : {}
  },

  serialise(operation, output, context) {
    const body = operation.output ? writeTreeStructure(operation.output, output ?? {}, jsonWriter) : {}
    return response(200, body, operation.service.jsonVersion, context)
  },

  serialiseError(operation, service, error, context) {
    const { status, body, headers } = rpcError(operation, service, error, context, jsonWriter, 'Message')
    return response(status, body, service.jsonVersion, context, headers)
  },
}

function response(
  status: number,
  body: unknown,
  jsonVersion: string,
  context: ResponseContext,
  headers: WireResponse['headers'] = [],
): WireResponse {
  const asked = context.request?.headers['content-type']
  const version = /^application\/x-amz-json-(1\.[01])\b/.exec(asked ?? '')?.[1] ?? jsonVersion
  return {
    status,
    headers: [
      ['x-amzn-RequestId', context.requestId],
      ['Content-Type', `application/x-amz-json-${version}`],
      ...headers,
    ],
    body: JSON.stringify(body),
  }
}
