/** Errors of JSON and CBOR bodies, which differ in encoding only. */
import type { AwsError } from '../error.ts'
import type { OperationModel, ServiceModel } from '../model.ts'
import { errorMembers, resolveError } from './errors.ts'
import type { ResponseContext } from './protocol.ts'
import { type TreeWriter, writeTreeStructure } from './tree-shape.ts'

export interface RpcError {
  readonly status: number
  /** `__type`, the message and the error's members. */
  readonly body: Record<string, unknown>
  /** `x-amzn-query-error`, for services that the query protocol served before. */
  readonly headers: readonly (readonly [string, string])[]
}

/** `messageKey`: how the message is spelt where the model declares none. */
export function rpcError(
  operation: OperationModel | undefined,
  service: ServiceModel,
  error: AwsError,
  context: ResponseContext,
  writer: TreeWriter,
  messageKey: 'message' | 'Message',
): RpcError {
  const resolved = resolveError(operation, service, error, context)
  const members = resolved.model
    ? writeTreeStructure(resolved.model.shape, errorMembers(resolved.model, error), writer)
    : {}
  const hasMessage = Object.keys(members).some((key) => key.toLowerCase() === 'message')
  const message = hasMessage || error.message === '' ? {} : { [messageKey]: error.message }
  return {
    status: statusOf(resolved.status, service, context),
    body: { __type: resolved.shapeName, ...message, ...members },
    headers: service.queryCompatible
      ? [['x-amzn-query-error', `${resolved.code};${resolved.senderFault ? 'Sender' : 'Receiver'}`]]
      : [],
  }
}

/** A query-compatible service keeps the modelled status for clients in query mode only; others get 400 for any 4xx. */
function statusOf(status: number, service: ServiceModel, context: ResponseContext): number {
  const queryMode = context.request?.headers['x-amzn-query-mode'] === 'true'
  return service.queryCompatible && !queryMode && status > 400 && status < 500 ? 400 : status
}
