import { readlinkSync, rmSync } from 'node:fs'
import type { InstanceRecord } from '../instances/records.ts'
import type { Host, HostAccess } from './host.ts'
import { writeInstanceFiles } from './instance-files.ts'
import type { Keep } from './keep.ts'
import { type NamespaceKind, openNamespace } from './namespace.ts'
import { hostnameOf, LISTENERS, networkPlan, type ServiceParts, serveInstance } from './services.ts'

export type NamespaceAccess = HostAccess & { readonly way: NamespaceKind }

/** A namespace of the instance's own, to run commands in. Ending it ends every process in it. */
export async function openNamespaceHost(
  parts: ServiceParts,
  record: InstanceRecord,
  way: NamespaceKind,
  keep: Keep,
): Promise<Host<NamespaceAccess>> {
  const directory = keep.path('commands', `${record.id}-${record.bootEpoch}`)
  const facts = { hostname: hostnameOf(record), privateIp: record.privateIp, caPem: parts.ca().caPem }
  const files = writeInstanceFiles(directory, facts)
  const removeFiles = () => rmSync(directory, { recursive: true, force: true })
  const { httpPutResponseHopLimit: hopLimit } = record.metadataOptions
  const plan = { network: networkPlan(record), hopLimit, mounts: files.mounts, listeners: LISTENERS }
  const namespace = await openNamespace(way, plan).catch((error) => {
    removeFiles()
    throw error
  })
  const network = readlinkSync(namespace.paths.net)
  keep.add(network)
  const services = serveInstance(parts, record, namespace)
  const notes = ['the namespace reaches AWS names and its metadata only; there is no other way out', ...files.notes]
  return {
    network,
    access: { way, paths: namespace.paths, caFile: files.caFile, notes: [...notes, ...namespace.notes] },
    update: services.update,
    async close() {
      services.close()
      keep.end([network])
      await namespace.close()
      removeFiles()
    },
  }
}
