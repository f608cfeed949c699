/** A load generator over raw sockets: request bytes are made beforehand, so that the generator costs less than a server. */
import { connect, type Socket } from 'node:net'

export interface Load {
  readonly port: number
  /** Whole requests; connection n sends number n, n + connections, and so on, from the start again at the end. */
  readonly requests: readonly Uint8Array[]
  readonly connections: number
  readonly milliseconds: number
  /** Each request is sent once, and the load ends early. */
  readonly once?: boolean
  /** The server ends the connection after each answer, and each request opens one. */
  readonly closes?: boolean
  /** Where the next request of this load is to begin in `requests`; default 0. */
  readonly offset?: number
}

export interface LoadResult {
  readonly perSecond: number
  readonly answered: number
  /** Answers that were not 200. */
  readonly failed: number
  /** The first of them, as it came. */
  readonly firstFailure: string
}

/** Sends requests one after another on each connection until the time is over. Rejects when a connection breaks. */
export async function load(options: Load): Promise<LoadResult> {
  const state = { answered: 0, failed: 0, firstFailure: '', end: performance.now() + options.milliseconds }
  const start = performance.now()
  const run = options.closes ? closing : keptAlive
  // A generator that slept between answers would have a slower server pay for waking it, and a faster one not.
  let over = false
  const stayAwake = () => {
    if (!over) setImmediate(stayAwake)
  }
  stayAwake()
  try {
    await Promise.all(Array.from({ length: options.connections }, (_, n) => run(options, n, state)))
  } finally {
    over = true
  }
  const perSecond = (state.answered * 1000) / (performance.now() - start)
  return { perSecond, answered: state.answered, failed: state.failed, firstFailure: state.firstFailure }
}

interface State {
  answered: number
  failed: number
  firstFailure: string
  readonly end: number
}

const OK = Buffer.from('HTTP/1.1 200 ')

function count(state: State, answer: Buffer): void {
  state.answered += 1
  if (answer.subarray(0, OK.length).equals(OK)) return
  state.failed += 1
  state.firstFailure ||= answer.toString('latin1', 0, 2000)
}

function keptAlive({ port, requests, connections, once, offset = 0 }: Load, n: number, state: State): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let at = n + offset
    const next = () => {
      if (performance.now() >= state.end || (once && at >= requests.length)) {
        socket.destroy()
        resolve()
        return
      }
      const request = requests[at % requests.length]
      at += connections
      if (request) socket.write(request)
    }
    socket.on('connect', next)
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('the server ended a connection that was to be kept')))
    answers(socket, (head) => {
      count(state, head)
      next()
    })
  })
}

const HEAD_END = Buffer.from('\r\n\r\n')

/** Splits the stream into answers by Content-Length; `done` gets what held the head. */
function answers(socket: Socket, done: (head: Buffer) => void): void {
  let head: Buffer = Buffer.alloc(0)
  let missing = 0
  socket.on('data', (chunk: Buffer) => {
    if (missing > 0) {
      missing -= chunk.length
      if (missing <= 0) done(head)
      return
    }
    head = head.length > 0 ? Buffer.concat([head, chunk]) : chunk
    const end = head.indexOf(HEAD_END)
    if (end < 0) return
    missing = end + HEAD_END.length + contentLength(head.toString('latin1', 0, end)) - head.length
    const whole = head
    if (missing > 0) return
    head = Buffer.alloc(0)
    missing = 0
    done(whole)
  })
}

function contentLength(head: string): number {
  const found = /\r\ncontent-length: *(\d+)/i.exec(head)
  if (!found) throw new Error(`an answer without Content-Length:\n${head}`)
  return Number(found[1])
}

async function closing(options: Load, n: number, state: State): Promise<void> {
  const { port, requests, connections } = options
  for (let at = n; performance.now() < state.end; at += connections) {
    const request = requests[at % requests.length]
    if (request) await exchange(port, request, state)
  }
}

function exchange(port: number, request: Uint8Array, state: State): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let first: Buffer | undefined
    socket.on('data', (chunk: Buffer) => {
      first ??= chunk
    })
    socket.on('end', () => {
      count(state, first ?? Buffer.alloc(0))
      socket.destroy()
      resolve()
    })
    socket.on('error', reject)
    socket.write(request)
  })
}
