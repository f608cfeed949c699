import type { AttachedAccess } from './attach.ts'
import type { InstanceHosts } from './instance-hosts.ts'

/** What `rolecall attach` and `rolecall release` ask over the control socket. */
export type AttachRequest =
  | { readonly attach: { readonly instance: string; readonly pid: number } }
  | { readonly release: { readonly instance: string } | { readonly pid: number } }

export type AttachAnswer =
  | { readonly attached: AttachedAccess }
  /** From how many networks the instance's services were taken. */
  | { readonly released: number }

/** The request in a document, or undefined for anything else. */
export function readAttachRequest({ attach, release }: Record<string, unknown>): AttachRequest | undefined {
  const { instance, pid } = isObject(attach) ? attach : isObject(release) ? release : {}
  if (isObject(attach)) {
    return typeof instance === 'string' && typeof pid === 'number' ? { attach: { instance, pid } } : undefined
  }
  if (typeof instance === 'string' && pid === undefined) return { release: { instance } }
  return typeof pid === 'number' && instance === undefined ? { release: { pid } } : undefined
}

export async function answerAttach(
  request: AttachRequest,
  hosts: Pick<InstanceHosts, 'attach' | 'release'>,
): Promise<AttachAnswer> {
  if ('release' in request) return { released: await hosts.release(request.release) }
  return { attached: await hosts.attach(request.attach.instance, request.attach.pid) }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
