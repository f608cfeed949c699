import { chmodSync, lstatSync, unlinkSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import type { InstanceRecord } from '../instances/records.ts'
import { type AttachRequest, answerAttach } from './control-attach.ts'
import {
  isConfirmation,
  lineReader,
  type PrepareRequest,
  readRequest,
  type TrailRequest,
  writeLine,
} from './control-protocol.ts'
import { HostError } from './host.ts'
import type { InstanceHosts } from './instance-hosts.ts'

export interface ControlServerOptions {
  /** Path of the socket, in a folder that its owner alone can enter (0700). */
  readonly path: string
  readonly hosts: InstanceHosts
  readonly instance: (id: string) => InstanceRecord | undefined
  /** Told of every use of an instance's identity. */
  readonly onUse?: (use: { readonly instance: InstanceRecord; readonly way: string }) => void
  /** Answers who reads the trail, line by line. */
  readonly onTrail: (query: TrailRequest['trail'], reader: LineSink) => Promise<void>
  /** Told of failures that are not the caller's. */
  readonly onError?: (error: unknown) => void
}

/** Where answers to one client go. */
export interface LineSink {
  /** One JSON document a line. False: the client is behind, and reads what it has before it needs more. */
  readonly send: (value: object) => boolean
  /** Runs each time when the client has caught up. */
  readonly onDrain: (run: () => void) => void
  /** Runs when the client is gone, or the server ends. */
  readonly onEnd: (run: () => void) => void
}

export interface ControlServer {
  close(): Promise<void>
}

/** Linux's limit for the path of a socket, less its final zero. */
const MAX_PATH = 107

/**
 * Listens on the control socket. Being able to open it is the right to use the identity of every instance and to read the
 * trail, so its folder must be closed to others. Throws when it is not, when another server listens there, or when the path is too long.
 */
export async function controlServer(options: ControlServerOptions): Promise<ControlServer> {
  const { path } = options
  if (Buffer.byteLength(path) > MAX_PATH) {
    throw new Error(`the path of the control socket is longer than ${MAX_PATH} bytes: ${path}`)
  }
  requireClosedFolder(path)
  await removeStale(path)
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // A client that is gone ends nothing: its command has ended before it.
    socket.on('error', () => socket.destroy())
    serve(socket, options)
  })
  await new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen(path, done)
  })
  chmodSync(path, 0o600)
  return {
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        for (const socket of sockets) socket.end()
      }),
  }
}

function requireClosedFolder(path: string): void {
  const folder = path.slice(0, path.lastIndexOf('/')) || '/'
  const { mode, uid } = lstatSync(folder)
  if ((mode & 0o077) !== 0) throw new Error(`${folder} is open to others; chmod 700 ${folder}`)
  if (uid !== process.getuid?.()) throw new Error(`${folder} belongs to another user`)
}

async function removeStale(path: string): Promise<void> {
  const answered = await new Promise<boolean>((done) => {
    const probe = connect(path, () => {
      probe.destroy()
      done(true)
    })
    probe.on('error', () => done(false))
  })
  if (answered) throw new Error(`another server listens on ${path}`)
  try {
    if (lstatSync(path).isSocket()) unlinkSync(path)
  } catch {
    // Nothing stands there.
  }
}

function serve(socket: Socket, options: ControlServerOptions): void {
  let asked = false
  let confirm: (() => void) | undefined
  const onPrepared = (run: () => void) => {
    confirm = run
  }
  const read = lineReader(
    (line) => {
      if (confirm && isConfirmation(line)) {
        confirm()
        return
      }
      const request = asked ? undefined : readRequest(line)
      asked = true
      if (!request) {
        const requests = '{"prepare":{"instance":"i-..."}}, {"attach":{...}}, {"release":{...}} or {"trail":{...}}'
        refuse(socket, 'InvalidRequest', `The control socket takes one request: ${requests}`)
        return
      }
      if ('trail' in request) void readTrail(socket, request.trail, options)
      else if ('prepare' in request) void answer(socket, request.prepare, options, onPrepared)
      else void answering(socket, options, () => changeAttached(socket, request, options))
    },
    () => socket.destroy(),
  )
  socket.on('data', read)
}

async function answer(
  socket: Socket,
  request: PrepareRequest['prepare'],
  options: ControlServerOptions,
  onPrepared: (confirm: () => void) => void,
): Promise<void> {
  const { hosts, instance, onUse } = options
  await answering(socket, options, async () => {
    const record = instance(request.instance)
    if (record && request.region !== undefined && record.region !== request.region) {
      throw new HostError(
        'InvalidInstanceID.NotFound',
        `The instance ID '${record.id}' does not exist in ${request.region}`,
      )
    }
    const access = await hosts.prepare(request.instance)
    if (record) onUse?.({ instance: record, way: access.way })
    // One that is no more has its `ended` under way.
    onPrepared(() => hosts.isCurrent(request.instance, access) && socket.write(writeLine({ confirmed: true })))
    socket.write(writeLine({ prepared: access }))
    hosts.onEnd(request.instance, (reason) => socket.end(writeLine({ ended: { reason } })))
  })
}

async function changeAttached(socket: Socket, request: AttachRequest, options: ControlServerOptions): Promise<void> {
  const { hosts, instance, onUse } = options
  const answered = await answerAttach(request, hosts)
  const record = 'attach' in request ? instance(request.attach.instance) : undefined
  if (record) onUse?.({ instance: record, way: 'attach' })
  socket.end(writeLine(answered))
}

/** Says to the client why it failed. */
async function answering(socket: Socket, { onError }: ControlServerOptions, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (error instanceof HostError) {
      refuse(socket, error.code, error.message)
      return
    }
    onError?.(error)
    refuse(socket, 'InternalFailure', 'The server could not prepare the instance; its log says why.')
  }
}

async function readTrail(
  socket: Socket,
  query: TrailRequest['trail'],
  { onTrail, onError }: ControlServerOptions,
): Promise<void> {
  const reader: LineSink = {
    send: (value) => socket.write(writeLine(value)),
    onDrain: (run) => socket.on('drain', run),
    onEnd: (run) => {
      if (socket.writable) socket.once('close', run)
      else run()
    },
  }
  try {
    await onTrail(query, reader)
    socket.end()
  } catch (error) {
    onError?.(error)
    refuse(socket, 'InternalFailure', 'The trail could not be read; the log of the server says why.')
  }
}

const refuse = (socket: Socket, code: string, message: string): void => {
  socket.end(writeLine({ refused: { code, message } }))
}
