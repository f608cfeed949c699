import { sha256Hex } from '../signature/hmac.ts'
import { encodePercent } from '../signature/percent.ts'
import { type SigningCredentials, signHeaders } from '../signature/sign.ts'

export interface Reply {
  readonly status: number
  readonly text: string
  /** AWS's error code, where the call was refused. */
  readonly errorCode: string | undefined
  /** The first element or member of that name in the answer; '' when there is none. */
  readonly value: (name: string) => string
}

export interface Endpoint {
  readonly url: string
  readonly region: string
  readonly credentials: SigningCredentials
}

const VERSIONS = { iam: '2010-05-08', sts: '2011-06-15', ec2: '2016-11-15' } as const

/** A call of one of the form protocols: IAM, STS or EC2. */
export function callForm(
  endpoint: Endpoint,
  service: keyof typeof VERSIONS,
  action: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const form = { Action: action, Version: VERSIONS[service], ...parameters }
  const body = Object.entries(form).map(([name, value]) => `${encodePercent(name)}=${encodePercent(value)}`)
  return send(endpoint, service, 'POST', '/', body.join('&'), ['Content-Type', 'application/x-www-form-urlencoded'])
}

/** A call of CloudWatch Logs. */
export function callLogs(endpoint: Endpoint, action: string, input: object): Promise<Reply> {
  return send(endpoint, 'logs', 'POST', '/', JSON.stringify(input), [
    'Content-Type',
    'application/x-amz-json-1.1',
    'X-Amz-Target',
    `Logs_20140328.${action}`,
  ])
}

/** A call of S3; `path` is `/bucket/key`, percent-encoded. */
export const callS3 = (endpoint: Endpoint, method: string, path: string, body = ''): Promise<Reply> =>
  send(endpoint, 's3', method, path, body, [])

async function send(
  { url, region, credentials }: Endpoint,
  service: string,
  method: string,
  path: string,
  body: string,
  headers: readonly string[],
): Promise<Reply> {
  const unsigned = { method, path, query: '', rawHeaders: ['Host', new URL(url).host, ...headers] }
  const { rawHeaders } = signHeaders(unsigned, {
    credentials,
    region,
    service,
    time: Date.now(),
    bodyHash: sha256Hex(body),
  })
  const sent = rawHeaders.flatMap((name, i): [string, string][] =>
    // fetch sets Host by itself, from the same URL.
    i % 2 === 0 && name !== 'Host' ? [[name, rawHeaders[i + 1] ?? '']] : [],
  )
  const response = await fetch(new URL(path, url), { method, headers: sent, ...(body === '' ? {} : { body }) })
  return replyOf(response.status, await response.text())
}

function replyOf(status: number, text: string): Reply {
  const value = (name: string): string =>
    unescaped(new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1]) ??
    new RegExp(`"${name}"\\s*:\\s*"([^"]*)"`).exec(text)?.[1] ??
    ''
  const errorCode = status < 400 ? undefined : value('Code') || value('__type') || String(status)
  return { status, text, errorCode, value }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** XML's own five entities and character references as the characters that they stand for. */
const unescaped = (text: string | undefined): string | undefined =>
  text?.replace(/&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(\w+));/g, (whole, hex, decimal, name) => {
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal ?? Number.NaN)
    if (code <= 0x10ffff) return String.fromCodePoint(code)
    return Object.hasOwn(ENTITIES, name ?? '') ? (ENTITIES[name] ?? whole) : whole
  })
