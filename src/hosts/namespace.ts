import { type ChildProcess, execFile, fork, spawnSync } from 'node:child_process'
import { Socket as UdpSocket } from 'node:dgram'
import { closeSync, openSync } from 'node:fs'
import { Server } from 'node:net'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { changedHopLimit } from './hop-limit.ts'
import { inNetwork } from './programs.ts'
import { LISTENER_NAMES, type ListenerName, type SetUpMessage, type SetUpPlan } from './set-up-protocol.ts'

export type NamespaceKind = 'namespace' | 'user namespace'

/** An instance's network with its router, and the listeners made there. */
export interface Namespace {
  /** What `nsenter` opens to enter it: this server's hold on it, which is all that keeps it. */
  readonly paths: NamespacePaths
  readonly notes: readonly string[]
  /** Listening already; whoever takes one attaches a server to it by `listen(handle)`. */
  readonly listeners: ReadonlyMap<ListenerName, Server>
  readonly dns: UdpSocket | undefined
  /** Puts the hop limit of tokens in force; undefined where no packet filter can be had. */
  readonly limitHops: ((hops: number) => Promise<void>) | undefined
  /** Lets go of it. Processes in it keep it, without a way to anything. */
  readonly close: () => Promise<void>
}

export interface NamespacePaths {
  readonly net: string
  /** Absent for a namespace that was given: its processes have files of their own. */
  readonly mount: string | undefined
  /** The user namespace that it belongs to, when that is not the server's. */
  readonly user: string | undefined
}

/** A network that stands already: descriptors of its namespace and, when it is not the server's, its user namespace. */
export interface GivenNamespace {
  readonly net: number
  readonly user: number | undefined
}

const UNSHARE: Record<NamespaceKind, readonly string[]> = {
  namespace: ['--net', '--mount', '--propagation', 'private'],
  'user namespace': ['--user', '--map-root-user', '--net', '--mount', '--propagation', 'private'],
}

/** Runs beside this file, in whichever form this file has: source or emitted. */
const SET_UP = fileURLToPath(new URL(`./set-up${extname(import.meta.url)}`, import.meta.url))

/** Whether such a namespace can be made here; the reason when it cannot. */
export function namespaceProblem(kind: NamespaceKind): string | undefined {
  if (process.platform !== 'linux') return 'only Linux has network namespaces'
  if (kind === 'namespace' && process.getuid?.() !== 0) return 'the server does not run as root'
  return programProblem([
    ['ip', ['-V']],
    ['nsenter', ['--version']],
    ['unshare', [...UNSHARE[kind], 'true']],
  ])
}

/** Why the first of the programs that fails does. */
export function programProblem(programs: readonly (readonly [string, readonly string[]])[]): string | undefined {
  for (const [program, args] of programs) {
    const { error, status, stderr } = spawnSync(program, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    })
    if (error) return `${program} is not installed`
    if (status !== 0) return stderr.trim().split('\n')[0] || `${program} failed`
  }
  return undefined
}

/** Makes an instance's network in a namespace of its own. Throws with the reason. */
export const openNamespace = (kind: NamespaceKind, plan: Omit<SetUpPlan, 'place'>): Promise<Namespace> =>
  open(['unshare', ...UNSHARE[kind]], { ...plan, place: 'made' }, undefined)

/** Joins a network that stands to an instance's services. Throws with the reason. */
export function joinNamespace(given: GivenNamespace, plan: Omit<SetUpPlan, 'place' | 'mounts'>): Promise<Namespace> {
  const router = ['unshare', '--net']
  // The router belongs to the same user namespace: only there may it make a link into the given network.
  const user = ['nsenter', `--user=/proc/self/fd/${USER_DESCRIPTOR}`, '--preserve-credentials', '--']
  const prefix = given.user === undefined ? router : [...user, ...router]
  return open(prefix, { ...plan, mounts: [], place: 'given' }, given)
}

/** Behind the given network's. */
const USER_DESCRIPTOR = 5

async function open(prefix: readonly string[], plan: SetUpPlan, given: GivenNamespace | undefined): Promise<Namespace> {
  const [program = '', ...args] = prefix
  const descriptors = given ? [given.net, ...(given.user === undefined ? [] : [given.user])] : []
  const child = fork(SET_UP, [], {
    execPath: program,
    execArgv: [...args, process.execPath],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc', ...descriptors],
    // Nothing of the server's environment reaches a namespace.
    env: { PATH: process.env['PATH'] ?? '/usr/sbin:/usr/bin:/sbin:/bin' },
    // Its own group: what a terminal sends to the server's group is not for it.
    detached: true,
  })
  const handles: Handles = { listeners: new Map(), dns: undefined }
  const held: number[] = []
  const release = () => {
    for (const descriptor of held.splice(0)) closeSync(descriptor)
  }
  try {
    const ready = await readied(child, plan, handles)
    const hold = (pid: number | undefined, kind: string): string => {
      held.push(openSync(`/proc/${pid}/ns/${kind}`, 'r'))
      return `/proc/${process.pid}/fd/${held.at(-1)}`
    }
    const router = hold(child.pid, 'net')
    const user = prefix.some((word) => word.startsWith('--user')) ? hold(child.pid, 'user') : undefined
    const net = ready.instancePid === undefined ? undefined : hold(ready.instancePid, 'net')
    let change: Promise<void> | undefined
    return {
      paths: {
        net: net ?? `/proc/${process.pid}/fd/${given?.net}`,
        mount: net === undefined ? undefined : hold(child.pid, 'mnt'),
        user,
      },
      notes: ready.notes,
      listeners: handles.listeners,
      dns: handles.dns,
      limitHops: ready.limitsHops
        ? (hops) => {
            if (held.length === 0) return Promise.reject(new Error('the namespace has been let go'))
            change = runIn({ net: router, user }, 'nft', ['-f', '-'], changedHopLimit(hops))
            return change
          }
        : undefined,
      async close() {
        // Numbers of descriptors are used again: what is on its way into this router must not land in another.
        await change?.catch(() => {})
        release()
      },
    }
  } catch (error) {
    release()
    for (const listener of handles.listeners.values()) listener.close()
    handles.dns?.close()
    throw error
  } finally {
    if (child.connected) child.disconnect()
  }
}

interface Handles {
  readonly listeners: Map<ListenerName, Server>
  dns: UdpSocket | undefined
}

type Ready = SetUpMessage & { readonly type: 'ready' }

function readied(child: ChildProcess, plan: SetUpPlan, handles: Handles): Promise<Ready> {
  return new Promise((done, failed) => {
    child.on('error', (cause) => failed(new Error('the namespace could not be made', { cause })))
    child.on('exit', () => failed(new Error('the namespace ended before it was ready')))
    child.on('message', (value, handle) => {
      // The child is this program's own and speaks its protocol.
      const message = value as SetUpMessage
      if (message.type === 'failed') failed(new Error(message.message))
      else if (message.type === 'ready') done(message)
      else if (handle instanceof UdpSocket) handles.dns = handle
      else if (LISTENER_NAMES.includes(message.name) && handle instanceof Server) {
        handles.listeners.set(message.name, handle)
      }
    })
    // A child that has ended already says so by its exit.
    child.send(plan, () => {})
  })
}

/** Runs a program in a namespace that this server holds. Rejects with its complaint. */
function runIn(
  { net, user }: { readonly net: string; readonly user: string | undefined },
  program: string,
  args: readonly string[],
  input: string,
): Promise<void> {
  const as = user === undefined ? [] : [`--user=${user}`, '--preserve-credentials']
  return new Promise((done, failed) => {
    const child = execFile('nsenter', [...as, ...inNetwork(net, program, ...args)], (cause, _stdout, stderr) => {
      if (cause) failed(new Error(`${program}: ${stderr.trim().split('\n')[0]}`, { cause }))
      else done()
    })
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}
