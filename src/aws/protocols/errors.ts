/** What every protocol needs to know of an error before it writes it. */
import type { AwsError } from '../error.ts'
import { type ErrorModel, errorModel, type OperationModel, type ServiceModel } from '../model.ts'
import type { ResponseContext } from './protocol.ts'

export interface ResolvedError {
  /** The code of the query wire. */
  readonly code: string
  /** The code of the JSON and CBOR wires: the error shape's name. */
  readonly shapeName: string
  readonly status: number
  readonly senderFault: boolean
  readonly model: ErrorModel | undefined
}

/** Status and names: the error's own, then the model's, then the context's. */
export function resolveError(
  operation: OperationModel | undefined,
  service: ServiceModel,
  error: AwsError,
  context: ResponseContext,
): ResolvedError {
  const model = errorModel(service, operation, error.code)
  const status = error.status ?? model?.status ?? context.status ?? 400
  return {
    code: model?.code ?? error.code,
    shapeName: model?.shape.name ?? error.code,
    status,
    senderFault: model?.senderFault ?? status < 500,
    model,
  }
}

/** The error's own members and its message, as the model names them. */
export function errorMembers(model: ErrorModel | undefined, error: AwsError): Record<string, unknown> {
  const members: Record<string, unknown> = {}
  for (const member of model?.shape.members ?? []) {
    if (Object.hasOwn(error.fields, member.name)) members[member.name] = error.fields[member.name]
    else if (member.name.toLowerCase() === 'message' && error.message !== '') members[member.name] = error.message
  }
  return members
}

/** For envelopes that have an element for the message already. */
export const withoutMessage = (members: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).filter(([name]) => name.toLowerCase() !== 'message'))
