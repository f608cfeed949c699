/** restXml: S3 and S3 Control. */
import { AwsError } from '../error.ts'
import type { Member, OperationModel, Shape } from '../model.ts'
import type { WireRequest, WireResponse } from '../wire.ts'
import {
  decodeUtf8,
  isRecord,
  type ParseContext,
  type Protocol,
  type ResponseContext,
  type Structure,
} from './protocol.ts'
import { type RestDialect, readBindings, writeBindings } from './rest-bindings.ts'
import { restXmlError } from './rest-xml-errors.ts'
import { ARGUMENT_MESSAGES, PARTIAL_CONTENT, PAYLOAD_TYPES, RESPONSE_ROOTS, ROOT_TEXT } from './s3-deviations.ts'
import type { Reject } from './scalars.ts'
import { bufferedBody } from './streaming.ts'
import { readXml, XmlError } from './xml-reader.ts'
import {
  memberAttributes,
  readXmlElement,
  readXmlStructure,
  writeXmlMember,
  writeXmlMembers,
  type XmlStyle,
} from './xml-shape.ts'
import { attribute, xmlWriter } from './xml-writer.ts'

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
const STYLE: XmlStyle = { timestamps: 'iso8601-millis' }

export const restXml: Protocol = {
  name: 'rest-xml',
  parse(operation, request, context = {}) {
    const s3 = operation.service.name === 's3'
    const result = readBindings(operation, request, context, dialect(s3))
    return { ...result, ...readBody(operation, request, context, s3) }
  },

  serialise(operation, output = {}, context) {
    const shape = operation.output
    const { headers, status } = writeBindings(shape, output)
    const content = shape ? writeBody(operation, shape, output) : undefined
    return {
      status: status ?? (shape && isPartial(shape, output) ? 206 : operation.http.responseCode),
      headers: [...requestIds(operation.service.name, context), ...typeHeader(headers, content?.type), ...headers],
      body: context.request?.method === 'HEAD' ? undefined : content?.body,
    }
  },

  serialiseError: (operation, service, error, context) =>
    restXmlError(operation, service, error, context, requestIds(service.name, context)),
}

/** `x-amz-request-id` and `x-amz-id-2` of S3 and its kin. */
const requestIds = (service: string, context: ResponseContext): [string, string][] =>
  service.startsWith('s3')
    ? [
        ['x-amz-request-id', context.requestId],
        ...(context.extendedRequestId ? ([['x-amz-id-2', context.extendedRequestId]] as [string, string][]) : []),
      ]
    : [['x-amzn-RequestId', context.requestId]]

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html; the sentences as recorded. */
const MALFORMED_XML = 'The XML you provided was not well-formed or did not validate against our published schema'

const rejectBody: Reject = () => {
  throw new AwsError('MalformedXML', MALFORMED_XML, { status: 400 })
}

const dialect = (s3: boolean): RestDialect => ({
  hoistedHeaders: s3,
  reject: (expected, text, path) => {
    const integer = `Provided ${path} not an integer or within integer range`
    const message = ARGUMENT_MESSAGES[path] ?? (expected === 'integer' ? integer : `Invalid value for ${path}`)
    throw new AwsError('InvalidArgument', message, {
      status: 400,
      fields: { ArgumentName: path, ArgumentValue: text },
    })
  },
})

function readBody(operation: OperationModel, request: WireRequest, context: ParseContext, s3: boolean): Structure {
  const { input } = operation
  if (!input) return {}
  const { payload } = input
  if (!payload) {
    const inBody = input.members.some((member) => member.location === undefined)
    if (!inBody || request.body.length === 0) return {}
    return readXmlStructure(input, parseXml(request.body), rejectBody)
  }
  if (payload.streaming) return { [payload.name]: context.body ?? bufferedBody(request.body) }
  if (payload.shape.type === 'blob') return request.body.length > 0 ? { [payload.name]: request.body } : {}
  if (request.body.length === 0) {
    if (s3 && payload.required) throw new AwsError('MissingRequestBodyError', 'Request Body is empty', { status: 400 })
    return {}
  }
  if (payload.shape.type === 'string') return { [payload.name]: decodeUtf8(request.body) }
  const element = parseXml(request.body)
  if (s3 && element.name !== rootName(payload)) return rejectBody('structure', element.name, element.name)
  const value = readXmlElement(payload, element, rejectBody)
  if (s3) requireMembers(payload.shape, value)
  return { [payload.name]: value }
}

/** S3 validates bodies against its schema: what the model requires and the body lacks is MalformedXML. */
function requireMembers(shape: Shape, value: unknown): void {
  if (shape.type === 'list' && shape.item && Array.isArray(value)) {
    for (const entry of value) requireMembers(shape.item.shape, entry)
  } else if (shape.type === 'structure' && isRecord(value)) {
    for (const member of shape.members) {
      const inner = value[member.name]
      if (inner !== undefined) requireMembers(member.shape, inner)
      else if (member.required) rejectBody('structure', member.wireName, member.wireName)
    }
  }
}

function parseXml(body: Uint8Array): ReturnType<typeof readXml> {
  try {
    return readXml(body)
  } catch (cause) {
    if (!(cause instanceof XmlError)) throw cause
    throw new AwsError('MalformedXML', MALFORMED_XML, { status: 400, cause })
  }
}

interface Content {
  readonly body: WireResponse['body']
  readonly type: string
}

function writeBody(operation: OperationModel, shape: Shape, output: Structure): Content | undefined {
  const { payload } = shape
  if (payload) {
    const value = output[payload.name]
    if (value === undefined || value === null) return undefined
    if (payload.shape.type === 'structure') return xml(writePayload(operation, payload, value))
    // The generated types say what a payload can be: text, bytes or a stream.
    const body = value as WireResponse['body']
    if (payload.shape.type === 'blob') return { body, type: 'application/octet-stream' }
    return { body, type: PAYLOAD_TYPES[shape.name] ?? 'text/plain' }
  }
  if (!shape.members.some((member) => member.location === undefined)) return undefined
  return xml(writeRoot(operation, shape, output))
}

function writePayload(operation: OperationModel, payload: Member, value: unknown): string {
  const writer = xmlWriter(0)
  const declared = payload.xmlNamespace ?? payload.shape.xmlNamespace
  const root = rootName(payload)
  if (declared) writeXmlMember(writer, payload, root, value, STYLE)
  else {
    writer.open(root, serviceNamespace(operation) + memberAttributes(payload.shape, value))
    writeXmlMembers(writer, payload.shape, value, STYLE)
    writer.close(root)
  }
  return writer.text()
}

function writeRoot(operation: OperationModel, shape: Shape, output: Structure): string {
  const writer = xmlWriter(0)
  const root = RESPONSE_ROOTS[shape.name] ?? shape.locationName ?? shape.name
  const namespace = shape.xmlNamespace ? attribute('xmlns', shape.xmlNamespace.uri) : serviceNamespace(operation)
  const textMember = ROOT_TEXT[shape.name]
  if (textMember) writer.leaf(root, String(output[textMember] ?? ''), namespace)
  else {
    writer.open(root, namespace + memberAttributes(shape, output))
    writeXmlMembers(writer, shape, output, STYLE)
    writer.close(root)
  }
  return writer.text()
}

const rootName = (payload: Member): string => payload.locationName ?? payload.shape.locationName ?? payload.shape.name

const serviceNamespace = ({ service }: OperationModel): string =>
  service.xmlNamespace ? attribute('xmlns', service.xmlNamespace) : ''

const xml = (text: string): Content => ({ body: DECLARATION + text, type: 'application/xml' })

const isPartial = (shape: Shape, output: Structure): boolean => {
  const member = PARTIAL_CONTENT[shape.name]
  return member !== undefined && output[member] !== undefined
}

/** The content type, unless a member of the output says it. */
const typeHeader = (headers: readonly [string, string][], type: string | undefined): [string, string][] =>
  type === undefined || headers.some(([name]) => name.toLowerCase() === 'content-type') ? [] : [['Content-Type', type]]
