/** Reads responses as a client would, by the model: the other half that the protocol cases need. */
import type { OperationModel, Shape } from '../../src/aws/model.ts'
import { decodeCbor } from '../../src/aws/protocols/cbor-codec.ts'
import { jsonReader } from '../../src/aws/protocols/json-values.ts'
import { setOwn } from '../../src/aws/protocols/protocol.ts'
import { readHeader } from '../../src/aws/protocols/rest-bindings.ts'
import type { Reject } from '../../src/aws/protocols/scalars.ts'
import { readTreeStructure, readTreeValue, type TreeReader } from '../../src/aws/protocols/tree-shape.ts'
import { readXml, type XmlElement } from '../../src/aws/protocols/xml-reader.ts'
import { readXmlElement, readXmlStructure } from '../../src/aws/protocols/xml-shape.ts'

export interface ClientResponse {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

export interface ClientError {
  readonly code: string
  readonly message: string | undefined
  readonly members: Record<string, unknown>
}

const reject: Reject = (expected, text, path) => {
  throw new Error(`${path}: ${text} is no ${expected}`)
}

/** An empty prefix takes every header, but not those that the protocol itself adds. */
const OF_THE_TRANSPORT = new Set(['content-type', 'x-amzn-requestid'])

const cborReader: TreeReader = { reject, scalar: (_member, value) => value }

/** The output of a successful response. */
export function readOutput(operation: OperationModel, response: ClientResponse): Record<string, unknown> {
  const shape = operation.output
  if (!shape) return {}
  return { ...readHeaders(shape, response), ...readBody(operation, shape, response) }
}

function readBody(operation: OperationModel, shape: Shape, { body }: ClientResponse): Record<string, unknown> {
  const [protocol] = operation.service.protocols
  const payload = protocol?.startsWith('rest') ? shape.payload : undefined
  if (payload) {
    if (payload.shape.type === 'blob') return body.length > 0 ? { [payload.name]: body } : {}
    if (body.length === 0) return {}
    if (payload.shape.type === 'string') return { [payload.name]: Buffer.from(body).toString() }
    const value =
      protocol === 'rest-xml'
        ? readXmlElement(payload, readXml(body), reject)
        : readTreeValue(payload, JSON.parse(Buffer.from(body).toString()), jsonReader)
    return { [payload.name]: value }
  }
  if (body.length === 0) return {}
  switch (protocol) {
    case 'query':
      return { ...readXmlStructure(shape, child(readXml(body), `${operation.name}Result`), reject) }
    case 'ec2':
    case 'rest-xml':
      return { ...readXmlStructure(shape, readXml(body), reject) }
    case 'smithy-rpc-v2-cbor':
      return { ...readTreeStructure(shape, decodeCbor(body), cborReader) }
    default:
      return { ...readTreeStructure(shape, JSON.parse(Buffer.from(body).toString()), jsonReader) }
  }
}

function readHeaders(shape: Shape, { headers, status }: ClientResponse): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const member of shape.members) {
    const name = (member.locationName ?? member.name).toLowerCase()
    if (member.location === 'statusCode') result[member.name] = status
    else if (member.location === 'header' && headers[name] !== undefined) {
      result[member.name] = readHeader(member, headers[name], reject, name)
    } else if (member.location === 'headers') {
      const map: Record<string, unknown> = {}
      for (const [key, value] of Object.entries(headers))
        if (key.startsWith(name) && !OF_THE_TRANSPORT.has(key)) setOwn(map, key.slice(name.length), value)
      result[member.name] = map
    }
  }
  return result
}

/** Code, message and members of an error response. */
export function readError(operation: OperationModel, shape: Shape | undefined, response: ClientResponse): ClientError {
  const [protocol] = operation.service.protocols
  const bound = shape ? readHeaders(shape, response) : {}
  if (protocol === 'query' || protocol === 'ec2' || protocol === 'rest-xml') {
    const element = errorElement(readXml(response.body))
    const members = { ...(shape ? readXmlStructure(shape, element, reject) : {}), ...bound }
    return { code: textOf(element, 'Code') ?? '', message: textOf(element, 'Message'), members }
  }
  const text = Buffer.from(response.body).toString()
  const tree = protocol === 'smithy-rpc-v2-cbor' ? decodeCbor(response.body) : JSON.parse(text || '{}')
  // Error bodies are maps in every protocol.
  const body = tree as Record<string, unknown>
  const reader = protocol === 'smithy-rpc-v2-cbor' ? cborReader : jsonReader
  const members = { ...(shape ? readTreeStructure(shape, body, reader) : {}), ...bound }
  const header = response.headers['x-amzn-query-error']?.split(';')[0] ?? response.headers['x-amzn-errortype']
  const raw = header ?? String(body['__type'] ?? body['code'])
  const message = body['message'] ?? body['Message']
  return {
    code: (raw.split(':')[0] ?? '').replace(/^.*#/, ''),
    message: message === undefined ? undefined : String(message),
    members,
  }
}

/** `<Errors><Error>`, `<ErrorResponse><Error>` or a bare `<Error>`. */
function errorElement(root: XmlElement): XmlElement {
  const errors = root.children.find((element) => element.name === 'Errors') ?? root
  return errors.children.find((element) => element.name === 'Error') ?? root
}

const textOf = (element: XmlElement, name: string): string | undefined =>
  element.children.find((inner) => inner.name === name)?.text

function child(element: XmlElement, name: string): XmlElement {
  const found = element.children.find((inner) => inner.name === name)
  if (!found) throw new Error(`no ${name} in ${element.name}`)
  return found
}
