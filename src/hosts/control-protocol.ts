import { type AttachAnswer, type AttachRequest, readAttachRequest } from './control-attach.ts'
import type { HostAccess } from './host.ts'

/** What the command line and the server say to each other over the control socket, one JSON document a line. */
export type ControlRequest = PrepareRequest | AttachRequest | TrailRequest

export interface PrepareRequest {
  readonly prepare: {
    readonly instance: string
    /** Refuses an instance of another region. */
    readonly region?: string
  }
}

/**
 * Comes second on the connection, when the client has opened what `prepared` names: descriptors' numbers are used again,
 * so only what stood before and after is known to be the instance's.
 */
export interface ConfirmRequest {
  readonly confirm: true
}

/** Reads the trail; what may be asked and what is answered is the trail's own matter. */
export interface TrailRequest {
  readonly trail: Readonly<Record<string, unknown>>
}

export type ControlAnswer =
  | { readonly prepared: HostAccess }
  | { readonly confirmed: true }
  | ControlRefusal
  /** Comes later on the same connection: the instance's host is gone. */
  | { readonly ended: { readonly reason: string } }
  | AttachAnswer

export interface ControlRefusal {
  readonly refused: { readonly code: string; readonly message: string }
}

const MAX_LINE = 64 * 1024

/** Splits a stream of bytes into lines; `tooLong` when one passes 64 KB. */
export function lineReader(onLine: (line: string) => void, tooLong: () => void): (chunk: Buffer) => void {
  let pending = ''
  return (chunk) => {
    pending += chunk.toString('utf8')
    const lines = pending.split('\n')
    pending = lines.pop() ?? ''
    if (pending.length > MAX_LINE) tooLong()
    for (const line of lines) if (line !== '') onLine(line)
  }
}

export const writeLine = (value: object): string => `${JSON.stringify(value)}\n`

export function isConfirmation(line: string): boolean {
  const value = parsed(line)
  return isObject(value) && value['confirm'] === true
}

/** The first request in a line, or undefined for anything else. */
export function readRequest(line: string): ControlRequest | undefined {
  const value = parsed(line)
  if (!isObject(value)) return undefined
  const { prepare, trail } = value
  if (isObject(trail)) return { trail }
  if (prepare === undefined) return readAttachRequest(value)
  if (!isObject(prepare)) return undefined
  const { instance, region } = prepare
  if (typeof instance !== 'string' || (region !== undefined && typeof region !== 'string')) return undefined
  return { prepare: region === undefined ? { instance } : { instance, region } }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
