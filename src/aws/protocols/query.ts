/** awsQuery: IAM, STS and the CloudWatch agent. Envelopes as recorded: two spaces a level and a final line break. */
import { AwsError } from '../error.ts'
import type { Member } from '../model.ts'
import type { WireResponse } from '../wire.ts'
import { errorMembers, resolveError, withoutMessage } from './errors.ts'
import type { Protocol, ResponseContext } from './protocol.ts'
import { type QueryDialect, readQueryStructure } from './query-input.ts'
import { queryParams } from './query-params.ts'
import { writeXmlMembers, type XmlStyle } from './xml-shape.ts'
import { attribute, xmlWriter } from './xml-writer.ts'

const DIALECT: QueryDialect = {
  memberName: (member: Member) => member.wireName,
  flatLists: false,
  // Recorded for DurationSeconds: the code, and no message.
  reject: () => {
    throw new AwsError('MalformedInput', '', { status: 400 })
  },
}

const STYLE: XmlStyle = { timestamps: 'iso8601' }

export const query: Protocol = {
  name: 'query',
  parse: (operation, request, context) =>
    operation.input ? readQueryStructure(operation.input, context?.form ?? queryParams(request), DIALECT) : {},

  serialise(operation, output, context) {
    const writer = xmlWriter(2)
    const root = `${operation.name}Response`
    const result = `${operation.name}Result`
    writer.open(root, namespaceAttribute(operation.service.xmlNamespace))
    if (operation.output) {
      writer.open(result)
      writeXmlMembers(writer, operation.output, output ?? {}, STYLE)
      writer.close(result)
    }
    writer.open('ResponseMetadata')
    writer.leaf('RequestId', context.requestId)
    writer.close('ResponseMetadata')
    writer.close(root)
    return response(200, writer.text(), context)
  },

  serialiseError(operation, service, error, context) {
    const resolved = resolveError(operation, service, error, context)
    const writer = xmlWriter(2)
    writer.open('ErrorResponse', namespaceAttribute(errorNamespace(error) ?? service.xmlNamespace))
    writer.open('Error')
    writer.leaf('Type', resolved.senderFault ? 'Sender' : 'Receiver')
    writer.leaf('Code', resolved.code)
    if (error.message !== '') writer.leaf('Message', error.message)
    if (resolved.model) {
      const members = withoutMessage(errorMembers(resolved.model, error))
      writeXmlMembers(writer, resolved.model.shape, members, STYLE)
    }
    writer.close('Error')
    writer.leaf('RequestId', context.requestId)
    writer.close('ErrorResponse')
    return response(resolved.status, writer.text(), context)
  },
}

/** An action that does not exist is no service's fault: AWS answers it in a namespace of its own. */
const errorNamespace = (error: AwsError): string | undefined =>
  error.code === 'InvalidAction' ? 'http://webservices.amazon.com/AWSFault/2005-15-09' : undefined

const namespaceAttribute = (uri: string | undefined): string => (uri ? attribute('xmlns', uri) : '')

const response = (status: number, body: string, context: ResponseContext): WireResponse => ({
  status,
  headers: [
    ['x-amzn-RequestId', context.requestId],
    ['Content-Type', 'text/xml'],
  ],
  body,
})
