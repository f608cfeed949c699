import type { InstanceRecord } from '../instances/records.ts'
import { type AttachedAccess, attach, type GivenProcess, givenProcess } from './attach.ts'
import { type EnvironmentParts, openEnvironmentHost } from './environment-host.ts'
import { type Host, type HostAccess, HostError } from './host.ts'
import { type Keep, openKeep } from './keep.ts'
import { type NamespaceKind, namespaceProblem } from './namespace.ts'
import { openNamespaceHost } from './namespace-host.ts'

export interface InstanceHostsOptions extends EnvironmentParts {
  /** The ways to try, in order; default: all. */
  readonly ways?: readonly HostAccess['way'][]
  /** How often, in milliseconds, instances are looked at to end the hosts of those that no longer run. */
  readonly watchEvery?: number
  /** Tells the next server of this home what a killed one has left. */
  readonly markFile?: string
}

export interface InstanceHosts {
  /** The running instance's host, made on the first call of each boot. Throws HostError. */
  prepare(id: string): Promise<HostAccess>
  /** Whether that instance's commands still run where this answer of `prepare` says. */
  isCurrent(id: string, access: HostAccess): boolean
  /** Gives the network of a running process the instance's services. Throws HostError. */
  attach(id: string, pid: number): Promise<AttachedAccess>
  /** Takes them from the network of a process, or from all that were given this instance's; answers how many there were. */
  release(of: { readonly instance: string } | { readonly pid: number }): Promise<number>
  /** Runs once when that instance's host has ended; at once when there is none. */
  onEnd(id: string, run: (reason: string) => void): void
  /** Ends all hosts with their processes. */
  close(): Promise<void>
}

/** A place that an instance has been given, for one boot of it. */
interface Place<Access> {
  readonly id: string
  readonly bootEpoch: number
  readonly opened: Promise<Host<Access>>
  host: Host<Access> | undefined
  readonly watchers: ((reason: string) => void)[]
}

/** Gives running instances a place to run commands in, one for each boot, and joins networks that stand to them. */
export function instanceHosts(options: InstanceHostsOptions): InstanceHosts {
  const { instance, ways = ['namespace', 'user namespace', 'environment'], watchEvery = 500 } = options
  const keep = openKeep(options.markFile)
  const hosts = new Map<string, Place<HostAccess>>()
  const attached = new Map<string, Place<AttachedAccess> & { readonly given: GivenProcess }>()
  let timer: NodeJS.Timeout | undefined
  let closing = false

  function recordOf(id: string): InstanceRecord {
    if (closing) throw new HostError('HostUnavailable', STOPPING)
    return requireRunning(instance(id), id)
  }

  async function prepare(id: string): Promise<HostAccess> {
    const record = recordOf(id)
    const known = hosts.get(id)
    if (known?.bootEpoch === record.bootEpoch) return (await known.opened).access
    if (known) {
      await end(hosts, id, known, 'the instance was started again')
      // Others who have waited may have made the next one meanwhile.
      return prepare(id)
    }
    const place = placeOf(record, openFirst(options, record, ways, keep))
    await settle(hosts, id, place)
    return (await place.opened).access
  }

  async function attachTo(id: string, pid: number): Promise<AttachedAccess> {
    const record = recordOf(id)
    const given = givenProcess(pid)
    const known = attached.get(given.network)
    if (known && known.id === id && known.bootEpoch === record.bootEpoch) {
      given.close()
      return (await known.opened).access
    }
    const carried = known?.id ?? instanceOfNetwork(given.network)
    if (carried !== undefined) {
      given.close()
      throw new HostError(
        'Resource.AlreadyAssociated',
        `The network namespace of process ${pid} carries the instance '${carried}' already; release that first`,
      )
    }
    const place = { ...placeOf(record, attach(options, record, given, keep)), given }
    await settle(attached, given.network, place)
    return (await place.opened).access
  }

  /** Whose commands run in that network. */
  function instanceOfNetwork(network: string): string | undefined {
    for (const { id, host } of hosts.values()) if (host?.network === network) return id
    return undefined
  }

  function placeOf<Access>(record: InstanceRecord, opened: Promise<Host<Access>>): Place<Access> {
    return { id: record.id, bootEpoch: record.bootEpoch, opened, host: undefined, watchers: [] }
  }

  async function settle<P extends Place<unknown>>(places: Map<string, P>, key: string, place: P): Promise<void> {
    places.set(key, place)
    timer ??= setInterval(look, watchEvery).unref()
    try {
      place.host = await place.opened
    } catch (error) {
      forget(places, key, place)
      throw error
    }
  }

  /** Ends the places of instances that stopped, terminated or began another boot, and of processes that have ended. */
  function look(): void {
    for (const [id, place] of hosts) {
      const reason = reasonToEnd(place)
      if (reason !== undefined) void end(hosts, id, place, reason)
    }
    for (const [network, place] of attached) {
      const reason = reasonToEnd(place) ?? (place.given.isAlive() ? undefined : 'its process has ended')
      if (reason !== undefined) void end(attached, network, place, reason)
    }
  }

  function reasonToEnd({ id, bootEpoch, host }: Place<unknown>): string | undefined {
    const record = instance(id)
    if (!record) return 'the instance is gone'
    if (record.state !== 'running') return `the instance is ${record.state}`
    if (record.bootEpoch !== bootEpoch) return 'the instance was started again'
    host?.update(record)
    return undefined
  }

  async function end<P extends Place<unknown>>(places: Map<string, P>, key: string, place: P, reason: string) {
    forget(places, key, place)
    for (const watcher of place.watchers.splice(0)) watcher(reason)
    const host = await place.opened.catch(() => undefined)
    await host?.close()
  }

  function forget<P>(places: Map<string, P>, key: string, place: P): void {
    if (places.get(key) === place) places.delete(key)
    if (hosts.size + attached.size > 0) return
    clearInterval(timer)
    timer = undefined
  }

  return {
    prepare,
    isCurrent: (id, access) => hosts.get(id)?.host?.access === access,
    attach: attachTo,
    async release(of) {
      const network = 'pid' in of ? givenProcess(of.pid) : undefined
      network?.close()
      const meant = [...attached].filter(([key, { id }]) =>
        'pid' in of ? key === network?.network : id === of.instance,
      )
      await Promise.all(meant.map(([key, place]) => end(attached, key, place, 'it was released')))
      return meant.length
    },
    onEnd(id, run) {
      const host = hosts.get(id)
      if (host) host.watchers.push(run)
      else run('the instance has no host')
    },
    async close() {
      closing = true
      await Promise.all([
        ...[...hosts].map(([id, place]) => end(hosts, id, place, STOPPING)),
        ...[...attached].map(([network, place]) => end(attached, network, place, STOPPING)),
      ])
      keep.close()
    },
  }
}

const STOPPING = 'the server is stopping'

function requireRunning(record: InstanceRecord | undefined, id: string): InstanceRecord {
  if (!record) throw new HostError('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`)
  if (record.state !== 'running') {
    throw new HostError('IncorrectInstanceState', `The instance '${id}' is ${record.state}, not running`)
  }
  return record
}

/** Ways that have been found to be open; those that are not are tried again, since tools can be installed meanwhile. */
const possible = new Set<NamespaceKind>()

/** The first way that works; the reasons of those that do not are among the notes. */
async function openFirst(
  parts: EnvironmentParts,
  record: InstanceRecord,
  ways: readonly HostAccess['way'][],
  keep: Keep,
): Promise<Host<HostAccess>> {
  const reasons: string[] = []
  for (const way of ways) {
    if (way === 'environment') return withNotes(await openEnvironmentHost(parts, record), reasons)
    const problem = possible.has(way) ? undefined : namespaceProblem(way)
    if (problem === undefined) {
      possible.add(way)
      try {
        return withNotes(await openNamespaceHost(parts, record, way, keep), reasons)
      } catch (error) {
        reasons.push(`no ${way}: ${error instanceof Error ? error.message : String(error)}`)
      }
    } else reasons.push(`no ${way}: ${problem}`)
  }
  throw new HostError('HostUnavailable', `No way to run a command on ${record.id}: ${reasons.join('; ')}`)
}

const withNotes = (host: Host<HostAccess>, notes: readonly string[]): Host<HostAccess> => ({
  ...host,
  access: { ...host.access, notes: [...notes, ...host.access.notes] },
})
