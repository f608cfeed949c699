/** restJson1: the IAM Toolbox. */
import type { OperationModel, Shape } from '../model.ts'
import type { WireRequest, WireResponse } from '../wire.ts'
import { errorMembers, resolveError } from './errors.ts'
import { jsonReader, jsonWriter, parseJson, rejectSerialization } from './json-values.ts'
import { decodeUtf8, type ParseContext, type Protocol, type Structure } from './protocol.ts'
import { type RestDialect, readBindings, writeBindings } from './rest-bindings.ts'
import { bufferedBody } from './streaming.ts'
import { readTreeStructure, readTreeValue, writeTreeStructure, writeTreeValue } from './tree-shape.ts'

const DIALECT: RestDialect = {
  hoistedHeaders: false,
  reject: (expected, _text, path) => rejectSerialization(expected, 'STRING_VALUE', path),
}

export const restJson: Protocol = {
  name: 'rest-json',
  parse: (operation, request, context = {}) => ({
    ...readBindings(operation, request, context, DIALECT),
    ...readBody(operation, request, context),
  }),

  serialise(operation, output = {}, context) {
    const { headers, status } = writeBindings(operation.output, output)
    const content = operation.output ? writeBody(operation.output, output) : undefined
    const typed = headers.some(([name]) => name.toLowerCase() === 'content-type')
    return {
      status: status ?? operation.http.responseCode,
      headers: [
        ['x-amzn-RequestId', context.requestId],
        ...(content && !typed ? ([['Content-Type', content.type]] as const) : []),
        ...headers,
      ],
      body: context.request?.method === 'HEAD' ? undefined : content?.body,
    }
  },

  serialiseError(operation, service, error, context) {
    const resolved = resolveError(operation, service, error, context)
    const shape = resolved.model?.shape
    const members = shape ? writeTreeStructure(shape, errorMembers(resolved.model, error), jsonWriter) : {}
    const named = Object.keys(members).some((key) => key.toLowerCase() === 'message')
    const body = named || error.message === '' ? members : { message: error.message, ...members }
    return {
      status: resolved.status,
      headers: [
        ['x-amzn-RequestId', context.requestId],
        ['x-amzn-ErrorType', resolved.shapeName],
        ['Content-Type', 'application/json'],
        ...writeBindings(shape, error.fields).headers,
      ],
      body: context.request?.method === 'HEAD' ? undefined : JSON.stringify(body),
    }
  },
}

function readBody(operation: OperationModel, request: WireRequest, context: ParseContext): Structure {
  const { input } = operation
  if (!input) return {}
  const { payload } = input
  if (!payload) {
    const inBody = input.members.some((member) => member.location === undefined)
    return inBody ? readTreeStructure(input, parseJson(request.body), jsonReader) : {}
  }
  if (payload.streaming) return { [payload.name]: context.body ?? bufferedBody(request.body) }
  if (request.body.length === 0) return {}
  if (payload.shape.type === 'blob') return { [payload.name]: request.body }
  if (payload.shape.type === 'string') return { [payload.name]: decodeUtf8(request.body) }
  return { [payload.name]: readTreeValue(payload, parseJson(request.body), jsonReader) }
}

function writeBody(
  shape: Shape,
  output: Structure,
): { readonly body: WireResponse['body']; readonly type: string } | undefined {
  const { payload } = shape
  if (!payload) return { body: JSON.stringify(writeTreeStructure(shape, output, jsonWriter)), type: 'application/json' }
  const value = output[payload.name]
  if (value === undefined || value === null) return undefined
  if (payload.shape.type === 'blob' || payload.shape.type === 'string') {
    // The generated types say what a payload can be: text, bytes or a stream.
    const body = value as WireResponse['body']
    return { body, type: payload.shape.type === 'blob' ? 'application/octet-stream' : 'text/plain' }
  }
  return { body: JSON.stringify(writeTreeValue(payload, value, jsonWriter)), type: 'application/json' }
}
