import type { IncomingMessage } from 'node:http'
import { AwsError } from '../aws/error.ts'
import type { PasswordForm } from './password-sign-in.ts'

/** Longest request in bytes: names and two passwords stay far below. */
export const FORM_LIMIT = 4096

const invalid = (message: string): AwsError => new AwsError('InvalidRequest', message, { status: 400 })

export const tooLarge = (): AwsError =>
  new AwsError('RequestTooLarge', `The request is larger than ${FORM_LIMIT} bytes.`, {
    status: 413,
    headers: { connection: 'close' },
  })

/**
 * Fails unless the request is a POST of JSON from the console's own page, or from no page at all. Another site's page can
 * send neither this content type without being asked about it, nor a POST without its Origin.
 */
export function assertOwnPage(request: IncomingMessage): void {
  const { origin, host = '', 'sec-fetch-site': site, 'content-type': type = '' } = request.headers
  if (request.method !== 'POST') {
    throw new AwsError('MethodNotAllowed', 'Sign-in takes POST.', { status: 405, headers: { allow: 'POST' } })
  }
  const foreign = site !== undefined && site !== 'same-origin' && site !== 'none'
  if (foreign || (origin !== undefined && !isOf(origin, host))) {
    throw new AwsError('AccessDenied', "Sign-in is taken from the console's own page only.", { status: 403 })
  }
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new AwsError('UnsupportedMediaType', 'Sign-in takes application/json.', { status: 415 })
  }
}

/** The listener is the console's alone, so that the name by which the request came is the console's; a proxy may add TLS. */
const isOf = (origin: string, host: string): boolean => origin === `http://${host}` || origin === `https://${host}`

const REQUIRED = ['account', 'userName', 'password'] as const
const MEMBERS: readonly string[] = [...REQUIRED, 'newPassword']

/** What the body says: a form, or nothing where a signature says it. A problem never repeats what was sent. */
export function readForm(body: Uint8Array): PasswordForm | undefined {
  const fields = Object.entries(objectOf(body))
  if (fields.length === 0) return undefined
  if (fields.some(([name, value]) => !MEMBERS.includes(name) || typeof value !== 'string')) {
    throw invalid(`Sign-in takes the members ${MEMBERS.join(', ')}, each a text.`)
  }
  // Each value has just been seen to be a text.
  const form = Object.fromEntries(fields) as Partial<PasswordForm>
  const { account, userName, password, newPassword } = form
  if (account === undefined || userName === undefined || password === undefined) {
    throw invalid(`Sign-in needs the members ${REQUIRED.join(', ')}, or a signed request with an empty object.`)
  }
  return { account, userName, password, newPassword }
}

function objectOf(body: Uint8Array): object {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(body).toString())
  } catch {
    // What node says quotes the text, and with it a password: it goes no further.
    throw invalid('The body is no JSON.')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('The body is no JSON object.')
  return value
}
