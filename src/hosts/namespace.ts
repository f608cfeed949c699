import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { Server } from 'node:net'
import { tmpdir } from 'node:os'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type HolderMessage, type HolderPlan, LISTENER_NAMES, type ListenerName } from './holder-protocol.ts'

export type NamespaceKind = 'namespace' | 'user namespace'

/** A namespace with its holder, and the listeners made in it. */
export interface Namespace {
  readonly kind: NamespaceKind
  /** The holder's process id: what `nsenter` enters. */
  readonly pid: number
  readonly caFile: string
  readonly notes: readonly string[]
  /** Listening already; whoever takes one attaches a server to it by `listen(handle)`. */
  readonly listeners: ReadonlyMap<ListenerName, Server>
  /** Runs when the holder has ended, whoever ended it. */
  readonly onEnd: (run: () => void) => void
  /** Ends the holder and with it every process in the namespace. */
  readonly close: () => Promise<void>
}

const UNSHARE: Record<NamespaceKind, readonly string[]> = {
  namespace: ['--net', '--mount', '--propagation', 'private'],
  'user namespace': ['--user', '--map-root-user', '--net', '--mount', '--propagation', 'private'],
}

/** Runs beside this file, in whichever form this file has: source or emitted. */
const HOLDER = fileURLToPath(new URL(`./holder${extname(import.meta.url)}`, import.meta.url))

/** Whether such a namespace can be made here; the reason when it cannot. */
export function namespaceProblem(kind: NamespaceKind): string | undefined {
  if (process.platform !== 'linux') return 'only Linux has network namespaces'
  if (kind === 'namespace' && process.getuid?.() !== 0) return 'the server does not run as root'
  for (const [command, args] of [
    ['ip', ['-V']],
    ['nsenter', ['--version']],
    ['unshare', [...UNSHARE[kind], 'true']],
  ] as const) {
    const { error, status, stderr } = spawnSync(command, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    })
    if (error) return `${command} is not installed`
    if (status !== 0) return stderr.trim().split('\n')[0] ?? `${command} failed`
  }
  return undefined
}

/** Makes the namespace and everything in the plan. Throws with the holder's reason. */
export async function openNamespace(kind: NamespaceKind, plan: HolderPlan): Promise<Namespace> {
  const holder = fork(HOLDER, [], {
    execPath: 'unshare',
    execArgv: [...UNSHARE[kind], process.execPath],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // Nothing of the server's environment: the commands of the instance can read the holder's.
    env: { PATH: process.env['PATH'] ?? '/usr/sbin:/usr/bin:/sbin:/bin', TMPDIR: tmpdir() },
    // Its own group: what a terminal sends to the server's group is not for it.
    detached: true,
  })
  const ended = new Promise<void>((done) => {
    holder.once('exit', () => done())
    holder.once('error', () => done())
  })
  const listeners = new Map<ListenerName, Server>()
  try {
    const ready = await readied(holder, plan, listeners)
    return {
      kind,
      pid: holder.pid ?? 0,
      caFile: ready.caFile,
      notes: ready.notes,
      listeners,
      onEnd: (run) => {
        ended.then(() => {
          // A holder that was killed leaves its folder.
          rmSync(ready.directory, { recursive: true, force: true })
          run()
        })
      },
      close: async () => {
        if (holder.connected) holder.disconnect()
        await ended
      },
    }
  } catch (error) {
    for (const listener of listeners.values()) listener.close()
    if (holder.connected) holder.disconnect()
    throw error
  }
}

type Ready = HolderMessage & { readonly type: 'ready' }

function readied(holder: ChildProcess, plan: HolderPlan, listeners: Map<ListenerName, Server>): Promise<Ready> {
  return new Promise((done, failed) => {
    holder.on('error', (cause) => failed(new Error('the namespace could not be made', { cause })))
    holder.on('exit', () => failed(new Error('the namespace ended before it was ready')))
    holder.on('message', (value, handle) => {
      // The holder is this program's own and speaks its protocol.
      const message = value as HolderMessage
      if (message.type === 'listener' && LISTENER_NAMES.includes(message.name) && handle instanceof Server) {
        listeners.set(message.name, handle)
      } else if (message.type === 'failed') failed(new Error(message.message))
      else if (message.type === 'ready') done(message)
    })
    holder.send(plan)
  })
}
