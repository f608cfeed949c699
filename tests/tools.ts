/** Programs that tests start. `npm test` finds or installs them; a test that needs one that is not there says so. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** How each is found: the variable that `npm test` sets, else the command on the path. `installable`: a package manager has it. */
const TOOLS = {
  aws: { variable: 'ROLECALL_AWS_CLI', command: 'aws', installable: true },
  /** A Python that imports boto3. */
  python: { variable: 'ROLECALL_PYTHON', command: 'python3', installable: true, probe: ['-c', 'import boto3'] },
  /** The browser of the console's tests. */
  chromium: { variable: 'ROLECALL_CHROMIUM', command: 'chromium', installable: true },
  terraform: { variable: 'ROLECALL_TERRAFORM', command: 'terraform', installable: false },
  ip: { command: 'ip', installable: true },
  nft: { command: 'nft', installable: true },
  unshare: { command: 'unshare', installable: true },
  nsenter: { command: 'nsenter', installable: true },
  curl: { command: 'curl', installable: true },
  openssl: { command: 'openssl', installable: true },
  'aws-of-debian': { command: 'aws-of-debian', installable: true },
  s3cmd: { command: 's3cmd', installable: true },
  rclone: { command: 'rclone', installable: true },
  restic: { command: 'restic', installable: true },
  s3fs: { command: 's3fs', installable: true },
  'ec2-metadata': { command: 'ec2-metadata', installable: true },
  ec2metadata: { command: 'ec2metadata', installable: true },
  /** Compiled by `npm test` from tests/clients/inside/agent.go. */
  'go-agent': { command: 'go-agent', installable: true },
} as const satisfies Record<string, ToolFacts>

interface ToolFacts {
  readonly variable?: string
  readonly command: string
  readonly installable: boolean
  readonly probe?: readonly string[]
}

export type ToolName = keyof typeof TOOLS

export interface Tool {
  /** '' when it is missing. */
  readonly path: string
  /** For node:test's `skip`: false, or the reason. */
  readonly skip: string | false
}

/**
 * Where the tool is, or why the test is skipped. Under CI=true a missing tool that could have been installed is a
 * failure: this throws.
 */
export function tool(name: ToolName): Tool {
  const facts: ToolFacts = TOOLS[name]
  const path = (facts.variable && process.env[facts.variable]) || onPath(facts.command)
  if (path !== undefined && works(path, facts)) return { path, skip: false }
  const what = path === undefined ? `${facts.command} is not installed` : `${path} ${facts.probe?.join(' ')} fails`
  if (isCi() && facts.installable) throw new Error(`${what}; under CI=true that is a failure. Run it through npm test.`)
  return { path: '', skip: what }
}

/** The reason to skip a test that is too slow for `npm run test:quick`, else false. */
export const slow: string | false = process.env['ROLECALL_QUICK'] ? 'slow; npm test runs it' : false

const isCi = (): boolean => process.env['CI'] === 'true' || process.env['CI'] === '1'

function onPath(command: string): string | undefined {
  const unpacked = process.env['ROLECALL_DEBIAN_CLIENTS']
  const folders = [...(unpacked ? [unpacked] : []), ...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/sbin']
  return folders.map((folder) => join(folder, command)).find((path) => existsSync(path))
}

function works(path: string, { probe }: ToolFacts): boolean {
  if (!probe) return true
  try {
    execFileSync(path, [...probe], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
