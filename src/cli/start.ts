import { parseArgs } from 'node:util'
import type { Propagation } from '../metadata/credential-vendor.ts'
import type { RunningServer } from '../server.ts'
import { CliError, type Command, UsageError } from './command.ts'
import { paint } from './paint.ts'

const HELP = `rolecall start: run the server

  --port N          port of the HTTP endpoint, 0 picks a free one (default 4566)
  --tls-port N      port of the TLS endpoint (default: the port after --port; 0 with port 0)
  --console-port N  port of the web console (default 4580; 0 with port 0)
  --no-console      serve no console
  --host ADDRESS    address to listen on (default 127.0.0.1)
  --data DIR        where everything is kept (default .rolecall in the current folder)
  --account ID      the account, 12 digits (default 123456789012)
  --region NAME     the region that \`rolecall env\` suggests; every region is served (default us-east-1)
  --propagation P   when changed profiles, roles and trust policies reach instances: instant, or aws, which leaves the
                    old credentials to them until they rotate, as AWS documents (default instant)
  --trail-days N    days for which the trail keeps calls and their decisions (default 7)
  --trail-size MB   what the trail may take on the disk; the oldest calls make room (default 256)
  --ephemeral       keep nothing: all state is gone when the server stops
  --json            print one line of JSON when ready instead of the banner

Each option is also an environment variable: ROLECALL_PORT, ROLECALL_TLS_PORT, ROLECALL_CONSOLE_PORT,
ROLECALL_NO_CONSOLE=1, ROLECALL_HOST, ROLECALL_DATA, ROLECALL_ACCOUNT, ROLECALL_REGION, ROLECALL_PROPAGATION, ROLECALL_TRAIL_DAYS, ROLECALL_TRAIL_SIZE, ROLECALL_EPHEMERAL=1,
ROLECALL_JSON=1. ROLECALL_HOSTS names further host names that reach this server, separated by commas;
ROLECALL_ROOT_KEY_FILE moves the root key elsewhere.
SIGTERM or Ctrl-C stops it: what is in flight is answered, everything is flushed.
`

export const start: Command = {
  summary: 'run the server',
  help: HELP,
  async run(args) {
    const options = readOptions(args)
    const began = performance.now()
    // Loaded only now: help and wrong options are answered without a server's modules.
    const [{ startServer }, { startFailure }] = await Promise.all([
      import('../server.ts'),
      import('../start-failure.ts'),
    ])
    const stopping = new AbortController()
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort())
    let server: RunningServer
    try {
      server = await startServer(options)
    } catch (error) {
      const known = startFailure(error, options)
      if (known === undefined) throw error
      throw new CliError(known, { cause: error })
    }
    process.stdout.write(options.json ? `${JSON.stringify(server.ready)}\n` : banner(server, performance.now() - began))
    if (!stopping.signal.aborted) await new Promise((resolve) => stopping.signal.addEventListener('abort', resolve))
    await server.close()
    return 0
  },
}

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      'tls-port': { type: 'string' },
      'console-port': { type: 'string' },
      'no-console': { type: 'boolean' },
      host: { type: 'string' },
      data: { type: 'string' },
      account: { type: 'string' },
      region: { type: 'string' },
      propagation: { type: 'string' },
      'trail-days': { type: 'string' },
      'trail-size': { type: 'string' },
      ephemeral: { type: 'boolean' },
      json: { type: 'boolean' },
    },
  })
  // An empty variable is none.
  const env = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''))
  const port = portOf('--port', values.port ?? env['ROLECALL_PORT'] ?? '4566')
  const tlsDefault = port === 0 ? '0' : String(port + 1)
  const account = values.account ?? env['ROLECALL_ACCOUNT'] ?? '123456789012'
  if (!/^\d{12}$/.test(account)) throw new UsageError(`--account takes 12 digits, not ${account}`)
  const region = values.region ?? env['ROLECALL_REGION'] ?? 'us-east-1'
  if (!/^[a-z]{2}(-[a-z]+)+-\d+$/.test(region))
    throw new UsageError(`--region takes a name such as us-east-1, not ${region}`)
  const propagation = propagationOf(values.propagation ?? env['ROLECALL_PROPAGATION'] ?? 'instant')
  const ephemeral = values.ephemeral ?? isOn(env['ROLECALL_EPHEMERAL'])
  const data = values.data ?? env['ROLECALL_DATA']
  if (ephemeral && data !== undefined) throw new UsageError('--ephemeral keeps nothing, so it takes no --data')
  return {
    port,
    tlsPort: portOf('--tls-port', values['tls-port'] ?? env['ROLECALL_TLS_PORT'] ?? tlsDefault),
    consolePort: consolePortOf(values, env, port === 0 ? '0' : '4580'),
    host: values.host ?? env['ROLECALL_HOST'] ?? '127.0.0.1',
    home: ephemeral ? undefined : (data ?? '.rolecall'),
    account,
    region,
    propagation,
    trail: {
      maxAgeMs: countOf('--trail-days', values['trail-days'] ?? env['ROLECALL_TRAIL_DAYS'] ?? '7') * DAY_MS,
      maxBytes: countOf('--trail-size', values['trail-size'] ?? env['ROLECALL_TRAIL_SIZE'] ?? '256') * MEGABYTE,
    },
    hosts: (env['ROLECALL_HOSTS'] ?? '').split(',').filter(Boolean),
    json: values.json ?? isOn(env['ROLECALL_JSON']),
  }
}

function consolePortOf(
  values: { readonly 'console-port'?: string; readonly 'no-console'?: boolean },
  env: NodeJS.ProcessEnv,
  otherwise: string,
): number | undefined {
  const named = values['console-port']
  if (values['no-console'] && named !== undefined) throw new UsageError('--no-console takes no --console-port')
  if (values['no-console'] ?? (named === undefined && isOn(env['ROLECALL_NO_CONSOLE']))) return undefined
  return portOf('--console-port', named ?? env['ROLECALL_CONSOLE_PORT'] ?? otherwise)
}

function portOf(option: string, text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new UsageError(`${option} takes a number from 0 to 65535, not ${text}`)
  return port
}

const DAY_MS = 24 * 60 * 60_000
const MEGABYTE = 1024 * 1024

function countOf(option: string, text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new UsageError(`${option} takes a number from 1 to 999999, not ${text}`)
  return Number(text)
}

function propagationOf(text: string): Propagation {
  if (text === 'instant' || text === 'aws') return text
  throw new UsageError(`--propagation takes instant or aws, not ${text}`)
}

const isOn = (value: string | undefined): boolean => value !== undefined && value !== '0' && value !== 'false'

function banner({ ready, credentialsFile, firstStart, ephemeral }: RunningServer, milliseconds: number): string {
  const { bold, dim, green } = paint(process.stdout)
  const kept = ephemeral ? 'nothing is kept (--ephemeral)' : `${credentialsFile} (0600)`
  const keys =
    firstStart && !ephemeral
      ? `\n  root key      ${ready.accessKeyId}\n  root secret   ${ready.secretAccessKey}   ${dim('shown this once')}`
      : ''
  return `
  ${bold('Rolecall')} is ready ${dim(`after ${Math.round(milliseconds)} ms`)}

  endpoint      ${bold(ready.endpoint)}
  TLS endpoint  ${ready.tlsEndpoint}   ${dim(`CA: ${ready.caFile}`)}
${ready.console === undefined ? '' : `  console       ${bold(ready.console)}\n`}  account       ${ready.account}
  region        ${ready.region} ${dim('(every region is served)')}
  enforcement   ${green('on')}
  credentials   ${kept}${keys}

  Try next:
    eval "$(${command()} env)" && aws sts get-caller-identity
    ${command()} demo

`
}

/** How this command line is called, so that the lines to try next can be copied. */
const command = (): string => (process.env['npm_lifecycle_event'] === undefined ? 'rolecall' : 'npm run -s rolecall --')
