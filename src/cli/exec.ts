import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ExecError, execOnInstance } from '../hosts/exec-client.ts'
import type { RunningServer } from '../server.ts'
import { CliError, type Command, UsageError } from './command.ts'
import { readServerFile } from './env.ts'

export const exec: Command = {
  summary: 'run a command on an instance',
  help: `rolecall exec INSTANCE [--region NAME] -- CMD [ARG...]: run CMD on the instance

  --data DIR      where the server keeps its state (default .rolecall, or ROLECALL_DATA)
  --socket PATH   the server's control socket (default: as the server in --data wrote it)
  --region NAME   refuse when the instance is in another region
  --quiet         do not say on stderr how CMD was placed

CMD sees the instance's metadata at 169.254.169.254 and AWS's own endpoint names; what it is permitted is what the
instance's role permits. Answers CMD's exit code.
`,
  async run(args) {
    const split = args.indexOf('--')
    if (split < 0) throw new UsageError('name the command after --: rolecall exec i-... -- CMD')
    const { values, positionals } = parseArgs({
      args: args.slice(0, split),
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        socket: { type: 'string' },
        region: { type: 'string' },
        quiet: { type: 'boolean' },
      },
    })
    const [instance, ...rest] = positionals
    const [program, ...programArgs] = args.slice(split + 1)
    if (instance === undefined || rest.length > 0) throw new UsageError('takes one instance id before --')
    if (program === undefined) throw new UsageError('names no command after --')
    try {
      return await execOnInstance({
        socketPath: values.socket ?? readServerFile(values.data).controlSocket,
        instance,
        ...(values.region === undefined ? {} : { region: values.region }),
        command: [program, ...programArgs],
        environment: process.env,
        cwd: process.cwd(),
        say: (sentence) => {
          if (!values.quiet) process.stderr.write(`rolecall exec: ${sentence}\n`)
        },
      })
    } catch (error) {
      if (error instanceof ExecError) throw new CliError(error.message, { cause: error })
      throw error
    }
  },
}

/** The arguments with which this Node runs `exec` for an instance of that server. */
export const execArguments = (server: RunningServer, instance: string, command: readonly string[]): string[] => [
  fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../main.ts' : '../main.js', import.meta.url)),
  'exec',
  '--socket',
  server.controlSocket,
  '--quiet',
  instance,
  '--',
  ...command,
]
