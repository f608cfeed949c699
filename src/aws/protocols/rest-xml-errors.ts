import type { AwsError } from '../error.ts'
import type { OperationModel, ServiceModel } from '../model.ts'
import type { WireResponse } from '../wire.ts'
import { errorMembers, resolveError, withoutMessage } from './errors.ts'
import type { ResponseContext } from './protocol.ts'
import { writeBindings } from './rest-bindings.ts'
import { ERROR_STATUS } from './s3-deviations.ts'
import { writeXmlMembers } from './xml-shape.ts'
import { attribute, xmlWriter } from './xml-writer.ts'

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

/**
 * S3 writes a bare Error with whatever further elements the error carries; every other restXml service wraps it in an
 * ErrorResponse. HEAD answers, and 304, have no body.
 */
export function restXmlError(
  operation: OperationModel | undefined,
  service: ServiceModel,
  error: AwsError,
  context: ResponseContext,
  requestIds: readonly (readonly [string, string])[],
): WireResponse {
  const known = service.name.startsWith('s3') ? ERROR_STATUS[error.code] : undefined
  const resolved = resolveError(operation, service, error, {
    ...context,
    ...(known === undefined ? {} : { status: known }),
  })
  const status = error.status ?? known ?? resolved.status
  const bound = writeBindings(resolved.model?.shape, error.fields)
  const headers = [...requestIds, ...bound.headers, ...Object.entries(error.headers)]
  if (context.request?.method === 'HEAD' || status === 304) return { status, headers, body: undefined }
  const writer = xmlWriter(0)
  const wrapped = service.name !== 's3'
  if (wrapped) writer.open('ErrorResponse', service.xmlNamespace ? attribute('xmlns', service.xmlNamespace) : '')
  writer.open('Error')
  if (wrapped) writer.leaf('Type', resolved.senderFault ? 'Sender' : 'Receiver')
  writer.leaf('Code', resolved.code)
  if (error.message !== '') writer.leaf('Message', error.message)
  if (service.name === 's3') writeFields(writer, error)
  else if (resolved.model) {
    const members = withoutMessage(errorMembers(resolved.model, error))
    writeXmlMembers(writer, resolved.model.shape, members, { timestamps: 'iso8601' })
  }
  if (wrapped) writer.close('Error')
  writer.leaf('RequestId', context.requestId)
  if (context.extendedRequestId) writer.leaf('HostId', context.extendedRequestId)
  writer.close(wrapped ? 'ErrorResponse' : 'Error')
  return { status, headers: [...headers, ['Content-Type', 'application/xml']], body: DECLARATION + writer.text() }
}

function writeFields(writer: ReturnType<typeof xmlWriter>, error: AwsError): void {
  for (const [name, value] of Object.entries(error.fields)) {
    if (value === undefined || value === null || !/^[A-Za-z_][\w.-]*$/.test(name)) continue
    writer.leaf(name, value instanceof Date ? value.toISOString() : String(value))
  }
}
