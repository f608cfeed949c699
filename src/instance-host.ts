import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createTlsServer } from 'node:https'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { App } from './app.ts'
import { HTTP_OPTIONS, type HttpParts, serveHttp } from './aws/http.ts'
import type { CallRecord } from './aws/record.ts'
import type { Home } from './home.ts'
import { controlServer } from './hosts/control-server.ts'
import { instanceHosts } from './hosts/instance-hosts.ts'
import type { ApiListener } from './hosts/services.ts'
import type { LocalCa } from './hosts/tls/local-ca.ts'
import { type InstanceRecord, instanceArn } from './instances/records.ts'
import { logFailure } from './log.ts'
import type { CredentialVendor } from './metadata/credentials.ts'
import { type IdentitySigner, identitySigner } from './metadata/identity-document.ts'
import { metadataServer } from './metadata/metadata-server.ts'

// An import statement would load node:http's WebSocket client as well: 5 MB that no server needs.
const { createServer } = process.getBuiltinModule('node:http')

export interface InstanceHostParts {
  readonly app: () => App
  readonly home: Home
  readonly ca: LocalCa
  readonly clock: () => number
  readonly parts: HttpParts
}

/** A Unix socket's path may not be longer. */
const SOCKET_PATH_LIMIT = 107

/** The metadata service, the places that instances run in, and the socket on which `exec` asks for them. */
export async function openInstanceHost({ app, home, ca, clock, parts }: InstanceHostParts) {
  const instance = (id: string) => app().instance(id)
  const vendor: CredentialVendor = {
    credentialsFor: (record, delivery) => app().vendor.credentialsFor(record, delivery),
  }
  const metadata = metadataServer({
    instance,
    vendor,
    signer: lazySigner(home.documentKeyFile),
    now: clock,
  })
  const hosts = instanceHosts({
    instance,
    metadata,
    vendor,
    apiServer: (listener) => apiServer(listener, parts, ca),
    ca: () => ca,
    ...(home.ephemeral ? {} : { markFile: join(home.data, 'hosts.json') }),
  })
  const { path, remove } = socketPath(home.controlSocket)
  const control = await controlServer({
    path,
    hosts,
    instance,
    onUse: ({ instance: used, way }) => app().trail.record(useOf(used, way === 'attach' ? 'attach' : 'exec', clock())),
    onError: (error) => logFailure('exec', error),
  })
  return {
    controlSocket: path,
    async close() {
      await hosts.close()
      await control.close()
      remove()
    },
  }
}

/** Whoever may open the control socket may be any instance: each time is a record of the trail. */
const useOf = ({ id, account, region }: InstanceRecord, operation: 'exec' | 'attach', time: number): CallRecord => ({
  time,
  requestId: randomUUID(),
  service: 'rolecall',
  operation,
  region,
  account,
  callerArn: instanceArn({ account, region }, id),
  userId: id,
  accessKeyId: undefined,
  sourceIp: 'control socket',
  userAgent: undefined,
  status: 200,
  errorCode: undefined,
  errorMessage: undefined,
  verdicts: [],
})

/**
 * AWS's APIs on an instance's own listener, and nothing of the server's own: the caller's address is the instance's, and
 * what runs there must never pass for somebody on this machine.
 */
export function apiServer({ instance, tls }: ApiListener, parts: HttpParts, ca: LocalCa) {
  const server = tls ? createTlsServer({ ...HTTP_OPTIONS, ...ca.localPair(), ...tls }) : createServer(HTTP_OPTIONS)
  serveHttp(server, { ...parts, own: () => false, sourceIp: instance.privateIp })
  return server
}

/** The RSA key takes a while to make, and few ever ask for a signed document: it is read or made by the first who does. */
function lazySigner(file: string): IdentitySigner {
  let signer: IdentitySigner | undefined
  const get = () => {
    if (signer) return signer
    try {
      signer = identitySigner(existsSync(file) ? readFileSync(file, 'utf8') : makeKey(file))
      return signer
    } catch (cause) {
      throw new Error(`the key of identity documents in ${file} cannot be used`, { cause })
    }
  }
  return {
    signature: (document) => get().signature(document),
    get publicKey() {
      return get().publicKey
    },
  }
}

function makeKey(file: string): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  writeFileSync(file, pem, { mode: 0o600, flag: 'wx', flush: true })
  return pem
}

/** A socket in the data folder or, where its path would be too long, in a temporary folder of the user's alone. */
function socketPath(wanted: string): { readonly path: string; readonly remove: () => void } {
  if (Buffer.byteLength(wanted) <= SOCKET_PATH_LIMIT)
    return { path: wanted, remove: () => rmSync(wanted, { force: true }) }
  const path = join(mkdtempSync(join(tmpdir(), 'rolecall-')), 'control.sock')
  return { path, remove: () => rmSync(dirname(path), { recursive: true, force: true }) }
}
