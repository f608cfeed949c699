/**
 * The process that holds an instance's network and mount namespace: started inside it, it sets up addresses, names and
 * files, hands listeners to the server, and ends with the server, taking every process of the namespace with it.
 */
import { spawnSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { answerDns, type Resolve } from './dns.ts'
import type { HolderMessage, HolderPlan, ListenerName } from './holder-protocol.ts'
import { hostsFile, instanceNames } from './instance-names.ts'
import { API_IPV4, METADATA_IPV4, METADATA_IPV6, RESOLVER_IPV4 } from './link-local.ts'

let directory: string | undefined

process.on('disconnect', end)
// A terminal's Ctrl-C reaches every process of its group; the server decides when the namespace ends.
process.on('SIGINT', () => {})
process.on('SIGTERM', end)
// The parent sends one plan, right after it has started this process.
process.once('message', (plan) => setUp(plan as HolderPlan).catch(fail))

async function setUp(plan: HolderPlan): Promise<void> {
  const notes: string[] = []
  const hasIpv6 = setAddresses(plan, notes)
  directory = mkdtempSync(join(tmpdir(), `rolecall-${plan.instanceId}-`))
  const caFile = mountFiles(directory, plan, notes)
  await startResolver(instanceNames(plan))
  for (const { name, host, port } of plan.listeners) {
    if (host.includes(':') && !hasIpv6) continue
    await handOut(name, host, port)
  }
  tell({ type: 'ready', directory, caFile, notes })
}

function setAddresses({ privateIp }: HolderPlan, notes: string[]): boolean {
  run('ip', ['link', 'set', 'lo', 'up'])
  for (const address of new Set([METADATA_IPV4, RESOLVER_IPV4, API_IPV4, privateIp])) {
    run('ip', ['address', 'add', `${address}/32`, 'dev', 'lo'])
  }
  try {
    // The instance's own address is what the endpoints see as the source.
    run('ip', ['route', 'change', 'local', API_IPV4, 'dev', 'lo', 'table', 'local', 'src', privateIp])
  } catch {
    notes.push(`calls come from ${API_IPV4}, not from the instance's private address`)
  }
  try {
    run('ip', ['-6', 'address', 'add', `${METADATA_IPV6}/128`, 'dev', 'lo', 'nodad'])
    return true
  } catch {
    notes.push('this kernel has no IPv6, so the metadata service has no IPv6 endpoint')
    return false
  }
}

/** Writes the files of the instance and lays them over the machine's, in this mount namespace only. */
function mountFiles(where: string, plan: HolderPlan, notes: string[]): string {
  const file = (name: string, text: string) => {
    const path = join(where, name)
    writeFileSync(path, text, { mode: 0o644 })
    return path
  }
  // Readable by whatever user CMD turns into.
  run('chmod', ['0755', where])
  const caFile = file('ca-bundle.pem', plan.caPem)
  bind(file('hosts', hostsFile({ ...plan, machine: hostname() })), '/etc/hosts', notes)
  bind(file('resolv.conf', `nameserver ${RESOLVER_IPV4}\n`), '/etc/resolv.conf', notes)
  const switches = nameServiceSwitch()
  if (switches !== undefined) bind(file('nsswitch.conf', switches), '/etc/nsswitch.conf', notes)
  if (existsSync('/run/nscd/socket')) {
    // The machine's name cache would answer for names of the instance.
    const empty = join(where, 'nscd')
    mkdirSync(empty)
    bind(empty, '/run/nscd', notes)
  }
  return caFile
}

/** Names are asked from the files and the resolver alone: other sources reach the machine's services by sockets. */
function nameServiceSwitch(): string | undefined {
  if (!existsSync('/etc/nsswitch.conf')) return undefined
  return readFileSync('/etc/nsswitch.conf', 'utf8').replace(/^hosts:.*$/m, 'hosts: files dns')
}

function bind(source: string, target: string, notes: string[]): void {
  if (!existsSync(target)) {
    notes.push(`${target} does not exist and could not be replaced`)
    return
  }
  run('mount', ['--bind', source, target])
}

async function startResolver(resolve: Resolve): Promise<void> {
  const udp = createSocket('udp4')
  udp.on('message', (query, { address, port }) => {
    const reply = answerDns(query, resolve)
    if (reply) udp.send(reply, port, address)
  })
  udp.on('error', fail)
  await new Promise<void>((done) => udp.bind(53, RESOLVER_IPV4, done))
  const tcp = createServer((socket) => answerStream(socket, resolve))
  tcp.on('error', fail)
  await listen(tcp, RESOLVER_IPV4, 53)
}

/** DNS over TCP: each message behind two bytes of length. */
function answerStream(socket: Socket, resolve: Resolve): void {
  let pending = Buffer.alloc(0)
  socket.setTimeout(5000, () => socket.destroy())
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk])
    while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
      const end = 2 + pending.readUInt16BE(0)
      const reply = answerDns(pending.subarray(2, end), resolve)
      pending = pending.subarray(end)
      if (!reply) continue
      const length = Buffer.alloc(2)
      length.writeUInt16BE(reply.length)
      socket.write(Buffer.concat([length, reply]))
    }
  })
}

/** Makes a listener here and gives it away: a copy that stayed open would take connections that nobody answers. */
async function handOut(name: ListenerName, host: string, port: number): Promise<void> {
  const server = createServer()
  await listen(server, host, port)
  const message: HolderMessage = { type: 'listener', name }
  await new Promise<void>((done, failed) => {
    process.send?.(message, server, {}, (error) => {
      server.close()
      if (error) failed(error)
      else done()
    })
  })
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', failed)
    server.listen({ host, port }, () => {
      server.off('error', failed)
      done()
    })
  })
}

function run(command: string, args: readonly string[]): void {
  const { error, status, stderr } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' })
  if (error) throw new Error(`${command} could not be run`, { cause: error })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr.trim()}`)
}

const tell = (message: HolderMessage): void => {
  if (process.connected) process.send?.(message)
}

function fail(error: Error): void {
  tell({ type: 'failed', message: error.message })
  end()
}

function end(): void {
  killNamespace()
  if (directory !== undefined) rmSync(directory, { recursive: true, force: true })
  process.exit(0)
}

/** Ends every other process whose network is this namespace; those that fork meanwhile are caught by the next round. */
function killNamespace(): void {
  const own = readlinkSync('/proc/self/ns/net')
  for (let round = 0; round < 10; round += 1) {
    const found = readdirSync('/proc').filter(
      (name) => /^\d+$/.test(name) && Number(name) !== process.pid && inNamespace(name, own),
    )
    if (found.length === 0) return
    for (const pid of found) {
      try {
        process.kill(Number(pid), 'SIGKILL')
      } catch {
        // It has ended by itself.
      }
    }
  }
}

function inNamespace(pid: string, own: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`) === own
  } catch {
    return false
  }
}
