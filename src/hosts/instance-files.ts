import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { hostsFile } from './instance-names.ts'
import { RESOLVER_IPV4 } from './link-local.ts'
import type { SetUpPlan } from './set-up-protocol.ts'

export interface InstanceFiles {
  /** What commands of the instance trust. */
  readonly caFile: string
  readonly mounts: SetUpPlan['mounts']
  /** What is not as on EC2, in sentences. */
  readonly notes: readonly string[]
}

export interface InstanceFacts {
  readonly hostname: string
  readonly privateIp: string
  /** PEM. */
  readonly caPem: string
}

/** Writes the files of an instance into a folder, readable by whatever user a command turns into. */
export function writeInstanceFiles(directory: string, facts: InstanceFacts): InstanceFiles {
  mkdirSync(directory, { recursive: true, mode: 0o755 })
  const mounts: { readonly source: string; readonly target: string }[] = []
  const notes: string[] = []
  const file = (name: string, text: string) => {
    const path = join(directory, name)
    writeFileSync(path, text, { mode: 0o644 })
    return path
  }
  const lay = (source: string, target: string) => {
    if (existsSync(target)) mounts.push({ source, target })
    else notes.push(`${target} does not exist and could not be replaced`)
  }
  const caFile = file('ca-bundle.pem', facts.caPem)
  for (const bundle of SYSTEM_BUNDLES.filter((path) => existsSync(path))) lay(caFile, bundle)
  lay(file('hosts', hostsFile({ ...facts, machine: hostname() })), '/etc/hosts')
  lay(file('resolv.conf', `nameserver ${RESOLVER_IPV4}\n`), '/etc/resolv.conf')
  const switches = nameServiceSwitch()
  if (switches !== undefined) lay(file('nsswitch.conf', switches), '/etc/nsswitch.conf')
  if (existsSync('/run/nscd/socket')) {
    // The machine's name cache would answer for names of the instance.
    const empty = join(directory, 'nscd')
    mkdirSync(empty, { recursive: true })
    lay(empty, '/run/nscd')
  }
  return { caFile, mounts, notes }
}

/** Where systems keep the certificates that they trust: Debian and its kin, Red Hat, SUSE, Alpine. */
const SYSTEM_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

/** Names are asked from the files and the resolver alone: other sources reach the machine's services by sockets. */
function nameServiceSwitch(): string | undefined {
  if (!existsSync('/etc/nsswitch.conf')) return undefined
  return readFileSync('/etc/nsswitch.conf', 'utf8').replace(/^hosts:.*$/m, 'hosts: files dns')
}
