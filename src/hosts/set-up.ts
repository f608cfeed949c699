/**
 * The process that sets up an instance's network. It is started inside the network namespace that becomes the instance's
 * router, joins the instance's own to it, makes the listeners, hands them to the server and ends: what it made is kept by
 * the server's hold on it alone, and vanishes with the server.
 */
import { spawn } from 'node:child_process'
import { createSocket, type Socket } from 'node:dgram'
import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { hopLimitRules } from './hop-limit.ts'
import { inNetwork, run } from './programs.ts'
import { instanceCommands, LINK_NAMES, routerCommands } from './router.ts'
import { GIVEN_DESCRIPTOR, type ListenerPlan, type SetUpMessage, type SetUpPlan } from './set-up-protocol.ts'

// The server has gone or wants no more: nothing that was made here outlives its processes.
process.on('disconnect', () => process.exit(0))
// The parent sends one plan, right after it has started this process.
process.once('message', (plan) => setUp(plan as SetUpPlan).catch(fail))

async function setUp(plan: SetUpPlan): Promise<void> {
  const notes: string[] = []
  const instance = plan.place === 'made' ? await makeNamespace() : given()
  const hasIpv6 = link(plan, instance.path, notes)
  const limitsHops = limitHops(plan.hopLimit, notes)
  for (const { source, target } of plan.mounts) run('mount', ['--bind', source, target])
  for (const listener of plan.listeners) {
    if (hasIpv6 || !listener.host.includes(':')) await handOut(listener)
  }
  tell({ type: 'ready', instancePid: instance.pid, limitsHops, notes })
}

interface InstanceNamespace {
  readonly pid: number | undefined
  /** What programs open to enter it. */
  readonly path: string
}

const given = (): InstanceNamespace => ({ pid: undefined, path: `/proc/${process.pid}/fd/${GIVEN_DESCRIPTOR}` })

/** A namespace with a process that waits in it until this one ends. */
async function makeNamespace(): Promise<InstanceNamespace> {
  const child = spawn('unshare', ['--net', 'sh', '-c', 'echo inside && exec cat'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  await new Promise<void>((done, failed) => {
    child.stdout.once('data', () => done())
    child.once('error', failed)
    child.once('exit', () => failed(new Error('no network namespace could be made for the instance')))
  })
  return { pid: child.pid, path: `/proc/${child.pid}/ns/net` }
}

/** Answers whether IPv6 works. */
function link({ network, place }: SetUpPlan, instance: string, notes: string[]): boolean {
  const router = routerCommands(network, LINK_NAMES[place], instance)
  const own = instanceCommands(network, place)
  run('ip', ['-batch', '-'], router.ipv4)
  run('nsenter', inNetwork(instance, 'ip', '-batch', '-'), own.ipv4)
  answerAtOnce()
  try {
    run('ip', ['-6', '-batch', '-'], router.ipv6)
    run('nsenter', inNetwork(instance, 'ip', '-6', '-batch', '-'), own.ipv6)
    return true
  } catch {
    notes.push('there is no IPv6 here, so the metadata service has no IPv6 endpoint')
    return false
  }
}

/** A router that forwards says that there is no way; one that does not is silent, and callers wait for minutes. */
function answerAtOnce(): void {
  for (const setting of ['ipv4/ip_forward', 'ipv6/conf/all/forwarding']) {
    try {
      writeFileSync(`/proc/sys/net/${setting}`, '1')
    } catch {
      // Some containers have their settings read-only; the way is as closed without an answer.
    }
  }
}

function limitHops(hops: number, notes: string[]): boolean {
  try {
    run('nft', ['-f', '-'], hopLimitRules(hops))
    return true
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    notes.push(`the hop limit of metadata tokens is not applied, so containers inside get them at any limit: ${why}`)
    return false
  }
}

/** Makes a listener here and gives it away: a copy that stayed open would take connections that nobody answers. */
async function handOut(plan: ListenerPlan): Promise<void> {
  const handle = await (plan.kind === 'tcp' ? listen(plan) : bind(plan))
  const message: SetUpMessage = { type: 'listener', name: plan.name }
  await new Promise<void>((done, failed) => {
    process.send?.(message, handle, {}, (error) => {
      handle.close()
      if (error) failed(error)
      else done()
    })
  })
}

function listen({ host, port }: ListenerPlan): Promise<Server> {
  const server = createServer()
  return new Promise((done, failed) => {
    server.once('error', failed)
    server.listen({ host, port }, () => done(server))
  })
}

function bind({ host, port }: ListenerPlan): Promise<Socket> {
  const socket = createSocket('udp4')
  return new Promise((done, failed) => {
    socket.once('error', failed)
    socket.bind(port, host, () => done(socket))
  })
}

const tell = (message: SetUpMessage): void => {
  if (process.connected) process.send?.(message)
}

function fail(error: Error): void {
  tell({ type: 'failed', message: error.message })
  process.disconnect?.()
}
