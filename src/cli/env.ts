import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { homeAt } from '../home.ts'
import type { ServerFile } from '../server.ts'
import { CliError, type Command } from './command.ts'

export const env: Command = {
  summary: 'print the export lines that point AWS clients at the server',
  help: `rolecall env: print the export lines that point AWS clients at the server that runs in this folder

  --data DIR   where the server keeps its state (default .rolecall, or ROLECALL_DATA)
  --unset      print the lines that take them away again

  eval "$(rolecall env)"
`,
  async run(args) {
    const { values } = parseArgs({ args: [...args], options: { data: { type: 'string' }, unset: { type: 'boolean' } } })
    if (values.unset) {
      process.stdout.write(`unset ${NAMES.join(' ')}\n`)
      return 0
    }
    const server = readServerFile(values.data)
    if (!isAlive(server.pid)) process.stderr.write('rolecall env: the server that ran here has ended; start it again\n')
    const lines: Record<(typeof NAMES)[number], string> = {
      AWS_ENDPOINT_URL: server.endpoint,
      AWS_ACCESS_KEY_ID: server.accessKeyId,
      AWS_SECRET_ACCESS_KEY: readSecret(values.data),
      AWS_REGION: server.region,
      AWS_DEFAULT_REGION: server.region,
      AWS_CA_BUNDLE: server.caFile,
    }
    const text = Object.entries(lines).map(([name, value]) => `export ${name}=${quote(value)}`)
    process.stdout.write(`${text.join('\n')}\nunset AWS_SESSION_TOKEN AWS_PROFILE\n`)
    return 0
  },
}

const NAMES = [
  'AWS_ENDPOINT_URL',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_CA_BUNDLE',
] as const

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Not permitted to signal it: it lives, under another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** The home that `--data`, the environment or the default names. */
export const homeOf = (data: string | undefined) => homeAt(data ?? (process.env['ROLECALL_DATA'] || '.rolecall'))

/** What the server that runs (or last ran) in the folder wrote about itself. */
export function readServerFile(data: string | undefined): ServerFile {
  const { serverFile } = homeOf(data)
  if (!existsSync(serverFile)) {
    throw new CliError(
      `no server has run here: ${serverFile} does not exist; start one, or name its folder with --data`,
    )
  }
  // The server wrote it; see server.ts.
  return JSON.parse(readFileSync(serverFile, 'utf8')) as ServerFile
}

function readSecret(data: string | undefined): string {
  const { credentialsFile } = homeOf(data)
  const secret = /^aws_secret_access_key\s*=\s*(\S+)$/m.exec(readFileSync(credentialsFile, 'utf8'))?.[1]
  if (secret === undefined) throw new CliError(`${credentialsFile} holds no secret access key`)
  return secret
}

/** The value as a word of a Bourne shell. */
export const quote = (value: string): string =>
  /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`
