/** Metadata services of some instances, and raw requests to them. */
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { after } from 'node:test'
import { newDocumentIdentity } from '../hosts/tls/document-identity.ts'
import { documentSigner } from '../hosts/tls/document-signer.ts'
import { NOW } from '../instances/fixtures.ts'
import type { InstanceRecord } from '../instances/records.ts'
import type { RoleDelivery, VendedCredentials } from './credentials.ts'
import type { IdentitySigner } from './identity-document.ts'
import { metadataServer } from './metadata-server.ts'

export const identity = newDocumentIdentity(NOW)

export const profile = { arn: 'arn:aws:iam::123456789012:instance-profile/app-profile', id: 'AIPAAAAAAAAAAAAAAAAAA' }
const vended = (delivery: RoleDelivery): VendedCredentials => ({
  kind: 'credentials',
  profile,
  roleName: 'app',
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'secret',
  token: `delivered ${delivery}`,
  lastUpdated: NOW,
  expiration: NOW + 6 * 3600 * 1000,
})

const closers: (() => void)[] = []
after(() => {
  for (const close of closers) close()
})

/** Metadata services of some instances in one server process; requests are raw text, answers too. */
export async function serve(
  records: readonly InstanceRecord[],
  options: {
    readonly credentials?: (delivery: RoleDelivery) => VendedCredentials
    readonly connectionMs?: number
    readonly family?: 4 | 6
    readonly signer?: IdentitySigner
    readonly onError?: (error: unknown) => void
  } = {},
) {
  let now = NOW
  const byId = new Map(records.map((record) => [record.id, record]))
  const service = metadataServer({
    instance: (id) => byId.get(id),
    vendor: {
      credentialsFor: (_instance, delivery) => (options.credentials ?? vended)(delivery),
      identityFor: (_instance, delivery) => ({
        accessKeyId: 'ASIAIDENTITY',
        secretAccessKey: 'secret of the identity',
        token: `identity ${delivery}`,
        lastUpdated: NOW,
        expiration: NOW + 6 * 3600 * 1000,
      }),
    },
    signer: options.signer ?? documentSigner(() => identity),
    now: () => now,
    ...(options.connectionMs === undefined ? {} : { connectionMs: options.connectionMs }),
    ...(options.onError ? { onError: options.onError } : {}),
  })
  const ports = new Map<string, number>()
  for (const { id } of records) {
    const server = createServer()
    service.listenFor(id, server, options.family ? { family: options.family } : {})
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closers.push(() => server.close())
    // An address of a server that listens on a port is an AddressInfo.
    ports.set(id, (server.address() as AddressInfo).port)
  }
  const first = records[0]!.id
  const raw = (text: string, id = first) => exchange(ports.get(id)!, text)
  const request = async (method: string, path: string, headers: Record<string, string> = {}, id = first) => {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    return parse(await raw(`${method} ${path} HTTP/1.1\r\nHost: 169.254.169.254\r\n${lines.join('')}\r\n`, id))
  }
  const token = async (id = first, ttl = 21600) =>
    (await request('PUT', '/latest/api/token', { 'X-aws-ec2-metadata-token-ttl-seconds': String(ttl) }, id)).body
  const get = async (path: string, id = first) =>
    request('GET', path, { 'X-aws-ec2-metadata-token': await token(id) }, id)
  return {
    port: (id = first) => ports.get(id)!,
    raw,
    request,
    token,
    get,
    change: (record: InstanceRecord) => byId.set(record.id, record),
    wait: (seconds: number) => {
      now += seconds * 1000
    },
  }
}

export function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.on('data', (chunk) => chunks.push(Buffer.from(chunk)))
    socket.on('end', () => resolve(Buffer.concat(chunks).toString('latin1')))
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')))
    socket.on('error', reject)
  })
}

export function parse(text: string) {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [statusLine = '', ...lines] = head.split('\r\n')
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 2)] as const
    }),
  )
  return { statusLine, status: Number(statusLine.split(' ')[1]), lines, headers, body: rest.join('\r\n\r\n') }
}
