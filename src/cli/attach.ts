import { parseArgs } from 'node:util'
import { attachedLines } from '../hosts/attached-lines.ts'
import type { AttachRequest } from '../hosts/control-attach.ts'
import { askServer } from '../hosts/control-client.ts'
import type { ControlAnswer } from '../hosts/control-protocol.ts'
import { ExecError } from '../hosts/exec-client.ts'
import { CliError, type Command, UsageError } from './command.ts'
import { readServerFile } from './env.ts'

const PLACE = `  --data DIR      where the server keeps its state (default .rolecall, or ROLECALL_DATA)
  --socket PATH   the server's control socket (default: as the server in --data wrote it)
`

export const attach: Command = {
  summary: "give a running process's network an instance's metadata",
  help: `rolecall attach INSTANCE --pid PID: be the instance, in the network namespace of a running process

  --pid PID       a process with a network namespace of its own, such as a container's
${PLACE}
The process, and all others in its namespace, find the instance's metadata at 169.254.169.254. It ends with the process,
the instance's stop or termination, the server, or rolecall release.
`,
  async run(args) {
    const { instance, rest, values } = read(args)
    if (instance === undefined || rest.length > 0) throw new UsageError('takes one instance id')
    if (values.pid === undefined) throw new UsageError('takes a process: --pid PID')
    const pid = pidOf(values.pid)
    const answer = await ask(values, { attach: { instance, pid } })
    if ('attached' in answer) process.stdout.write(`${attachedLines(instance, pid, answer.attached).join('\n')}\n`)
    return 0
  },
}

export const release: Command = {
  summary: 'take it away again',
  help: `rolecall release INSTANCE | --pid PID: end what rolecall attach has begun

  INSTANCE        all networks that the instance is attached to
  --pid PID       the network of this process
${PLACE}`,
  async run(args) {
    const { instance, rest, values } = read(args)
    if (rest.length > 0 || (instance === undefined) === (values.pid === undefined)) {
      throw new UsageError('takes one instance id, or --pid PID')
    }
    const of = instance === undefined ? { pid: pidOf(values.pid ?? '') } : { instance }
    const answer = await ask(values, { release: of })
    const count = 'released' in answer ? answer.released : 0
    if (count === 0) throw new CliError(`nothing is attached to ${instance ?? `the network of process ${values.pid}`}`)
    process.stdout.write(`released from ${count} ${count === 1 ? 'network' : 'networks'}\n`)
    return 0
  },
}

function read(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { pid: { type: 'string' }, data: { type: 'string' }, socket: { type: 'string' } },
  })
  const [instance, ...rest] = positionals
  return { instance, rest, values }
}

function pidOf(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new UsageError(`--pid takes the number of a process, not ${text}`)
  return Number(text)
}

async function ask(
  where: { readonly socket?: string | undefined; readonly data?: string | undefined },
  request: AttachRequest,
): Promise<ControlAnswer> {
  try {
    return await askServer(where.socket ?? readServerFile(where.data).controlSocket, request)
  } catch (error) {
    if (error instanceof ExecError) throw new CliError(error.message, { cause: error })
    throw error
  }
}
