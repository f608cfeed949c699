/** Requests and operations for this folder's tests. */
import { type OperationModel, serviceModel } from '../model.ts'
import type { ServiceName } from '../operation.ts'
import type { WireRequest } from '../wire.ts'

export function operationOf(service: ServiceName, name: string): OperationModel {
  const found = serviceModel(service).operations.get(name)
  if (!found) throw new Error(`${service} has no ${name}`)
  return found
}

export const wireRequest = (
  parts: Partial<Omit<WireRequest, 'body'>> & { body?: string | Uint8Array },
): WireRequest => ({
  method: 'POST',
  path: '/',
  query: '',
  headers: {},
  rawHeaders: [],
  ...parts,
  body: Buffer.from(parts.body ?? ''),
})

export const headerOf = (
  response: { readonly headers: readonly (readonly [string, string])[] },
  name: string,
): string | undefined => response.headers.find(([key]) => key.toLowerCase() === name)?.[1]
