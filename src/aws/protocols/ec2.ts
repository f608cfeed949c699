/** ec2Query: like awsQuery, with flat lists, capitalised names and envelopes of its own. */
import { AwsError } from '../error.ts'
import type { Member } from '../model.ts'
import type { WireResponse } from '../wire.ts'
import { errorMembers, resolveError, withoutMessage } from './errors.ts'
import type { Protocol, ResponseContext } from './protocol.ts'
import { type QueryDialect, readQueryStructure } from './query-input.ts'
import { queryParams } from './query-params.ts'
import type { Expected } from './scalars.ts'
import { writeXmlMembers, type XmlStyle } from './xml-shape.ts'
import { attribute, xmlWriter } from './xml-writer.ts'

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

const NOUNS: Partial<Record<Expected, string>> = { integer: 'an integer', number: 'a number', boolean: 'true or false' }

const DIALECT: QueryDialect = {
  memberName: (member: Member) => member.queryName ?? capitalise(member.locationName ?? member.name),
  flatLists: true,
  reject: (expected, text, path) => {
    const noun = NOUNS[expected] ?? `a valid ${expected}`
    const message = `Value (${text}) for parameter ${path} is invalid. The value must be ${noun}.`
    throw new AwsError('InvalidParameterValue', message, { status: 400 })
  },
}

const STYLE: XmlStyle = { timestamps: 'iso8601-millis' }

export const ec2: Protocol = {
  name: 'ec2',
  parse: (operation, request, context) =>
    operation.input ? readQueryStructure(operation.input, context?.form ?? queryParams(request), DIALECT) : {},

  serialise(operation, output, context) {
    const writer = xmlWriter(4)
    const root = `${operation.name}Response`
    writer.open(root, attribute('xmlns', `${operation.service.xmlNamespace ?? ''}/`.replace(/\/\/$/, '/')))
    writer.leaf('requestId', context.requestId)
    if (operation.output) writeXmlMembers(writer, operation.output, output ?? {}, STYLE)
    // EC2's operations without an output answer that they have returned.
    else writer.leaf('return', 'true')
    writer.close(root)
    return response(200, writer.text(), context)
  },

  serialiseError(operation, service, error, context) {
    const { code, status, model } = resolveError(operation, service, error, context)
    const writer = xmlWriter(0)
    writer.open('Response')
    writer.open('Errors')
    writer.open('Error')
    writer.leaf('Code', code)
    writer.leaf('Message', error.message)
    if (model) writeXmlMembers(writer, model.shape, withoutMessage(errorMembers(model, error)), STYLE)
    writer.close('Error')
    writer.close('Errors')
    writer.leaf('RequestID', context.requestId)
    writer.close('Response')
    return response(status, writer.text(), context)
  },
}

const capitalise = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

const response = (status: number, xml: string, context: ResponseContext): WireResponse => ({
  status,
  headers: [
    ['x-amzn-RequestId', context.requestId],
    ['Content-Type', 'text/xml;charset=UTF-8'],
  ],
  body: DECLARATION + xml,
})
