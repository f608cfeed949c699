import { VERSION } from '../version.ts'
import { CliError, type Command, UsageError } from './command.ts'

/** Loaded when called, so that `rolecall env` does not load a server. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./start.ts')).start,
  env: async () => (await import('./env.ts')).env,
  exec: async () => (await import('./exec.ts')).exec,
  attach: async () => (await import('./attach.ts')).attach,
  release: async () => (await import('./attach.ts')).release,
  ca: async () => (await import('./ca.ts')).ca,
  trail: async () => (await import('./trail.ts')).trail,
  why: async () => (await import('./why.ts')).why,
  policy: async () => (await import('./policy.ts')).policy,
  demo: async () => (await import('./demo.ts')).demo,
}

/** Runs one command line; answers the exit code: 0 good, 1 failed, 2 called wrongly. */
export async function run(argv: readonly string[]): Promise<number> {
  const [name, ...args] = argv
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(await overview())
    return 0
  }
  if (name === '--version' || name === 'version') {
    process.stdout.write(`rolecall ${VERSION}\n`)
    return 0
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!load) {
    process.stderr.write(`rolecall: no command is named ${name}; see rolecall --help\n`)
    return 2
  }
  const command = await load()
  const options = args.slice(0, args.includes('--') ? args.indexOf('--') : args.length)
  if (options.includes('--help') || options.includes('-h')) {
    process.stdout.write(command.help)
    return 0
  }
  try {
    return await command.run(args)
  } catch (error) {
    return explain(name, error)
  }
}

function explain(name: string, error: unknown): number {
  if (error instanceof UsageError || isParseArgsError(error)) {
    process.stderr.write(`rolecall ${name}: ${error.message}\nSee rolecall ${name} --help\n`)
    return 2
  }
  if (error instanceof CliError) {
    process.stderr.write(`rolecall ${name}: ${error.message}\n`)
    return 1
  }
  throw error
}

const isParseArgsError = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')

async function overview(): Promise<string> {
  const lines = await Promise.all(
    Object.entries(COMMANDS).map(async ([name, load]) => `  ${name.padEnd(8)} ${(await load()).summary}`),
  )
  return `rolecall ${VERSION}: AWS identity (IAM, STS, instance profiles, instance metadata) as a server of your own

Usage: rolecall COMMAND [OPTIONS]

${lines.join('\n')}
  help     this text
  version  the version

Every command takes --help.
`
}
