import { createServer } from 'node:http'
import { NOW } from '../instances/fixtures.ts'
import type { InstanceRecord } from '../instances/records.ts'
import type { CredentialVendor } from '../metadata/credentials.ts'
import { metadataServer } from '../metadata/metadata-server.ts'
import { type InstanceHosts, type InstanceHostsOptions, instanceHosts } from './instance-hosts.ts'
import { localCa } from './tls/local-ca.ts'

const ca = localCa({ ephemeral: true })
const vendor: CredentialVendor = {
  credentialsFor: () => ({ kind: 'none' }),
  identityFor: () => {
    throw new Error('not asked for')
  },
}
const signer = { signature: () => '', signedData: () => '', publicKey: '' }

/** Hosts of these instances, which can be changed; the API says whose listener was called. They end with the test. */
export function hostsForTests(
  t: { readonly after: (run: () => Promise<void>) => void },
  records: readonly InstanceRecord[],
  more: Pick<InstanceHostsOptions, 'ways'> = {},
): { readonly hosts: InstanceHosts; readonly set: (record: InstanceRecord) => void } {
  const byId = new Map(records.map((record) => [record.id, record]))
  const instance = (id: string) => byId.get(id)
  const hosts = instanceHosts({
    instance,
    vendor,
    metadata: metadataServer({ instance, vendor, signer, now: () => NOW }),
    apiServer: ({ instance: { id } }) => createServer((_req, res) => res.end(id)),
    ca: () => ca,
    watchEvery: 20,
    ...more,
  })
  t.after(() => hosts.close())
  return { hosts, set: (record) => byId.set(record.id, record) }
}
