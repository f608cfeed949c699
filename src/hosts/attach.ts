import { closeSync, openSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import type { InstanceRecord } from '../instances/records.ts'
import { type Host, HostError } from './host.ts'
import { writeInstanceFiles } from './instance-files.ts'
import type { Keep } from './keep.ts'
import { API_IPV4, METADATA_IPV4, METADATA_IPV6, RESOLVER_IPV4 } from './link-local.ts'
import { type GivenNamespace, joinNamespace, programProblem } from './namespace.ts'
import { networkOf } from './network-processes.ts'
import { hostnameOf, LISTENERS, networkPlan, type ServiceParts, serveInstance } from './services.ts'

/** How a process in a network that was given an instance's services reaches them. */
export interface AttachedAccess {
  readonly metadataUrls: readonly string[]
  /** For `AWS_ENDPOINT_URL`. */
  readonly apiUrl: string
  /** Where AWS's names lead, for hosts entries. */
  readonly apiAddress: string
  /** Answers all of AWS's names. */
  readonly resolver: string
  /** A certificate authority that clients by name must trust, on this machine. */
  readonly caFile: string
  readonly notes: readonly string[]
}

/** A running process whose network is to be given an instance's services. */
export interface GivenProcess {
  /** The network's name, as `networkOf` gives it: it names this one while it is held open. */
  readonly network: string
  readonly namespace: GivenNamespace
  /** False once that process has ended, also when another has its number. */
  readonly isAlive: () => boolean
  readonly close: () => void
}

/** Takes hold of the network of a process. Throws HostError for one that there is not, or that is not to be given. */
export function givenProcess(pid: number): GivenProcess {
  if (process.platform !== 'linux') throw new HostError('HostUnavailable', 'Only Linux has network namespaces')
  const started = Number.isSafeInteger(pid) && pid > 0 ? startOf(pid) : undefined
  if (started === undefined) throw new HostError('InvalidParameterValue', `There is no process ${pid}`)
  const network = networkOf(pid)
  if (network === undefined) {
    throw new HostError('InvalidParameterValue', `Process ${pid} belongs to another user than this server`)
  }
  // The machine's own: everybody on it would be the instance. The first process has it where this server has another.
  if (network === networkOf('self') || network === networkOf(1)) {
    throw new HostError(
      'InvalidParameterValue',
      `Process ${pid} has no network namespace of its own: with the machine's, every process on it would be the instance`,
    )
  }
  const net = openSync(`/proc/${pid}/ns/net`, 'r')
  const user = foreignUserNamespace(pid)
  return {
    network: readlinkSync(`/proc/self/fd/${net}`),
    namespace: { net, user },
    isAlive: () => startOf(pid) === started,
    close() {
      closeSync(net)
      if (user !== undefined) closeSync(user)
    },
  }
}

/** When a process started, in the kernel's ticks; undefined when it is not there, or has ended and waits for its parent. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold anything, so fields are counted behind it: state is the first, start the 20th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
  } catch {
    return undefined
  }
}

/** Root may do everything in all user namespaces; others in those that are theirs, from inside. */
function foreignUserNamespace(pid: number): number | undefined {
  if (process.getuid?.() === 0) return undefined
  const path = `/proc/${pid}/ns/user`
  return readlinkSync(path) === readlinkSync('/proc/self/ns/user') ? undefined : openSync(path, 'r')
}

/** Gives the process's network the instance's services: a link to a router of the instance's, which is the server's alone. */
export async function attach(
  parts: ServiceParts,
  record: InstanceRecord,
  given: GivenProcess,
  keep: Keep,
): Promise<Host<AttachedAccess>> {
  const directory = keep.path('attached', `${record.id}-${given.network.replace(/\D/g, '')}`)
  const discard = () => {
    given.close()
    rmSync(directory, { recursive: true, force: true })
  }
  try {
    const problem = joinProblem(given)
    if (problem !== undefined) throw new HostError('HostUnavailable', `The instance cannot be attached: ${problem}`)
    const { caFile } = writeInstanceFiles(directory, {
      hostname: hostnameOf(record),
      privateIp: record.privateIp,
      caPem: parts.ca().caPem,
    })
    const { httpPutResponseHopLimit: hopLimit } = record.metadataOptions
    const plan = { network: networkPlan(record), hopLimit, listeners: LISTENERS }
    const namespace = await joinNamespace(given.namespace, plan).catch(refuseOccupied)
    const services = serveInstance(parts, record, namespace)
    const hasIpv6 = namespace.listeners.has('metadata-ipv6')
    return {
      network: given.network,
      access: {
        metadataUrls: [`http://${METADATA_IPV4}`, ...(hasIpv6 ? [`http://[${METADATA_IPV6}]`] : [])],
        apiUrl: `http://${API_IPV4}`,
        apiAddress: API_IPV4,
        resolver: RESOLVER_IPV4,
        caFile,
        notes: namespace.notes,
      },
      update: services.update,
      async close() {
        services.close()
        await namespace.close()
        discard()
      },
    }
  } catch (error) {
    discard()
    throw error
  }
}

function joinProblem({ namespace }: GivenProcess): string | undefined {
  if (process.getuid?.() !== 0 && namespace.user === undefined) {
    return 'a network namespace without a user namespace of its own can be joined by a server that runs as root only'
  }
  return programProblem([
    ['ip', ['-V']],
    ['nsenter', ['--version']],
    ['unshare', ['--version']],
  ])
}

/** `ip` says that the link's name is taken: this server has not done it, so another one has. */
function refuseOccupied(error: Error): never {
  if (!/File exists/.test(error.message)) throw new HostError('HostUnavailable', error.message, { cause: error })
  throw new HostError(
    'Resource.AlreadyAssociated',
    'The network namespace carries an instance of another server already, or has the addresses of one',
    { cause: error },
  )
}
