import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
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
import { documentIdentity } from './hosts/tls/document-identity.ts'
import { documentSigner } from './hosts/tls/document-signer.ts'
import type { LocalCa } from './hosts/tls/local-ca.ts'
import { defaultNetwork } from './instances/default-network.ts'
import { ec2Arn, type InstanceRecord, instanceArn } from './instances/records.ts'
import { logFailure } from './log.ts'
import type { CredentialVendor } from './metadata/credentials.ts'
import { metadataServer } from './metadata/metadata-server.ts'
import { answerTrail } from './trail/reading.ts'

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

/** The metadata service, the places that instances run in, and the socket on which the command line asks. */
export async function openInstanceHost({ app, home, ca, clock, parts }: InstanceHostParts) {
  const instance = (id: string) => app().instance(id)
  const vendor: CredentialVendor = {
    credentialsFor: (record, delivery) => app().vendor.credentialsFor(record, delivery),
    identityFor: (record, delivery) => app().vendor.identityFor(record, delivery),
  }
  const metadata = metadataServer({
    instance,
    vendor,
    signer: documentSigner(() => documentIdentity(home.documentKeyFile, home.documentCertificateFile, clock())),
    now: clock,
    onError: (error) => logFailure('metadata', error),
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
    onTrail: (query, reader) => answerTrail(app().trail, query, reader, app().principalArn),
    onError: (error) => logFailure('control socket', error),
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
  const server = tls ? createTls(tls, ca) : createServer(HTTP_OPTIONS)
  serveHttp(server, { ...parts, own: () => false, from: placeOf(instance) })
  return server
}

function createTls(tls: NonNullable<ApiListener['tls']>, ca: LocalCa) {
  const server = createTlsServer({ ...HTTP_OPTIONS, ...ca.localPair(), ...tls })
  ca.keepFresh(server)
  return server
}

/** What runs on an instance calls from its address, through an endpoint of its VPC: the listener is no public one. */
function placeOf({ account, region, privateIp }: InstanceRecord) {
  const { vpcId } = defaultNetwork(account, region)
  return { sourceIp: privateIp, vpc: { id: vpcId, arn: ec2Arn({ account, region }, 'vpc', vpcId) } }
}

/** A socket in the data folder or, where its path would be too long, in a temporary folder of the user's alone. */
function socketPath(wanted: string): { readonly path: string; readonly remove: () => void } {
  if (Buffer.byteLength(wanted) <= SOCKET_PATH_LIMIT)
    return { path: wanted, remove: () => rmSync(wanted, { force: true }) }
  const path = join(mkdtempSync(join(tmpdir(), 'rolecall-')), 'control.sock')
  return { path, remove: () => rmSync(dirname(path), { recursive: true, force: true }) }
}
