import { type ChildProcess, spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { constants } from 'node:os'
import { type ControlAnswer, lineReader, writeLine } from './control-protocol.ts'
import { execEnvironment } from './exec-environment.ts'
import type { HostAccess } from './host.ts'
import type { NamespaceKind } from './namespace.ts'

export interface ExecRequest {
  readonly socketPath: string
  /** `i-...` */
  readonly instance: string
  readonly region?: string
  readonly command: readonly [string, ...string[]]
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** Takes sentences for the user: which way was taken, what is different, why it ended. */
  readonly say: (sentence: string) => void
}

/** Why no command was started; the message is for the user. */
export class ExecError extends Error {}

/**
 * Runs a command on an instance with this process's standard streams, and answers its exit code (128 and the number for
 * a signal). The command starts once the server has confirmed that the instance's metadata listens. Throws ExecError.
 */
export async function execOnInstance(request: ExecRequest): Promise<number> {
  const { socket, access, onEnded } = await prepare(request)
  request.say(WAYS[access.way])
  for (const note of access.notes) request.say(note)
  const [program, ...args] = commandLine(request, access)
  const child = spawn(program, args, {
    stdio: 'inherit',
    cwd: request.cwd,
    env: execEnvironment(request.environment, access),
  })
  const stopForwarding = forwardSignals(child)
  let finished = false
  onEnded((reason) => {
    if (finished) return
    request.say(`${reason}; the command is ended`)
    terminate(child)
  })
  try {
    return await exitCode(child, program)
  } finally {
    finished = true
    stopForwarding()
    socket.destroy()
  }
}

const WAYS: Record<HostAccess['way'], string> = {
  namespace: 'in a network namespace of the instance',
  'user namespace': 'in a network namespace of the instance, made without root',
  environment: 'without a namespace, by the endpoint variables of the AWS SDKs',
}

interface Prepared {
  readonly socket: Socket
  readonly access: HostAccess
  readonly onEnded: (run: (reason: string) => void) => void
}

function prepare({ socketPath, instance, region }: ExecRequest): Promise<Prepared> {
  return new Promise((done, failed) => {
    let ended: string | undefined
    let access: HostAccess | undefined
    let watcher: ((reason: string) => void) | undefined
    const end = (reason: string) => {
      if (ended !== undefined) return
      ended = reason
      watcher?.(reason)
      failed(new ExecError(reason))
    }
    const socket = connect(socketPath, () => {
      socket.write(writeLine({ prepare: region === undefined ? { instance } : { instance, region } }))
    })
    socket.on('error', (cause) => {
      end(`no server answers on ${socketPath} (${cause.message}); start one with rolecall start`)
    })
    socket.on('close', () => end('the server is gone'))
    const onLine = (line: string) => {
      // The server is this program's own and speaks its protocol.
      const answer = JSON.parse(line) as ControlAnswer
      if ('refused' in answer) failed(new ExecError(`${answer.refused.message} (${answer.refused.code})`))
      else if ('ended' in answer) end(answer.ended.reason)
      else if ('prepared' in answer) {
        try {
          access = held(answer.prepared)
          socket.write(writeLine({ confirm: true }))
        } catch (error) {
          failed(error)
          socket.destroy()
        }
      } else if ('confirmed' in answer && access) {
        done({
          socket,
          access,
          onEnded: (run) => {
            watcher = run
            if (ended !== undefined) run(ended)
          },
        })
      }
    }
    socket.on(
      'data',
      lineReader(onLine, () => socket.destroy()),
    )
  })
}

/** The same namespaces by this process's own hold on them, which nobody can exchange. Throws ExecError. */
function held(access: HostAccess): HostAccess {
  if (access.way === 'environment') return access
  const { net, mount, user } = access.paths
  const hold = (path: string) => `/proc/${process.pid}/fd/${openSync(path, 'r')}`
  try {
    const paths = { net: hold(net), mount: mount && hold(mount), user: user && hold(user) }
    return { ...access, paths }
  } catch (cause) {
    throw new ExecError(`the namespaces of the instance cannot be entered: ${String(cause)}`, { cause })
  }
}

/** Enters the instance's namespaces, then stands in the caller's folder again, which entering has left. */
function commandLine({ command, cwd }: ExecRequest, access: HostAccess): readonly [string, ...string[]] {
  if (access.way === 'environment') return command
  return [
    'nsenter',
    ...enterOptions(access),
    '--',
    ...(access.way === 'user namespace' ? asCaller() : []),
    '/bin/sh',
    '-c',
    'cd -- "$1" && shift && exec "$@"',
    'sh',
    cwd,
    ...command,
  ]
}

/** What has `nsenter` enter them; the instance's user namespace knows its maker as root. */
export function enterOptions({ paths: { net, mount, user } }: HostAccess & { readonly way: NamespaceKind }): string[] {
  const as = user === undefined ? [] : [`--user=${user}`, '--preserve-credentials']
  return [...as, `--net=${net}`, ...(mount === undefined ? [] : [`--mount=${mount}`])]
}

/** The user namespace knows its maker as root; a namespace below it gives the command the caller's own id back. */
function asCaller(): readonly string[] {
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0]
  return uid === 0 ? [] : ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`, '--']
}

const FORWARDED = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGCONT', 'SIGWINCH'] as const
const FROM_TERMINAL = ['SIGINT', 'SIGQUIT'] as const

/** A terminal sends its signals to the command as well; sent by hand they are handed on. */
function forwardSignals(child: ChildProcess): () => void {
  const forward = (signal: NodeJS.Signals) => child.kill(signal)
  const ignore = () => {}
  const onTerminal = process.stdin.isTTY ? ignore : forward
  for (const signal of FORWARDED) process.on(signal, forward)
  for (const signal of FROM_TERMINAL) process.on(signal, onTerminal)
  return () => {
    for (const signal of FORWARDED) process.off(signal, forward)
    for (const signal of FROM_TERMINAL) process.off(signal, onTerminal)
  }
}

const KILL_AFTER_MS = 5000

function terminate(child: ChildProcess): void {
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS)
  child.once('exit', () => clearTimeout(timer))
}

function exitCode(child: ChildProcess, program: string): Promise<number> {
  return new Promise((done, failed) => {
    child.once('error', (cause) => failed(new ExecError(`${program} could not be run: ${cause.message}`)))
    child.once('exit', (code, signal) => done(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  })
}
