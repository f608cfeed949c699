// Clients of AWS that Debian packages, for the tests that run them on an instance, and a program of ours in Go. Plain
// JavaScript for any Node from 20 up.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { lastLine, unpack, which } from './prepare.mjs'
import { root } from './setup.mjs'

const PYTHON = 'python3'
const LIBRARIES = 'libraries'

/**
 * The commands that tests start: the package and the program in it, and what it finds its modules or libraries by where
 * it is not installed. The old AWS CLI has a name of its own beside the current one.
 */
const COMMANDS = {
  'aws-of-debian': { package: 'awscli', program: 'aws', by: PYTHON },
  s3cmd: { package: 's3cmd', program: 's3cmd', by: PYTHON },
  ec2metadata: { package: 'cloud-guest-utils', program: 'ec2metadata', by: PYTHON },
  'ec2-metadata': { package: 'amazon-ec2-utils', program: 'ec2-metadata' },
  rclone: { package: 'rclone', program: 'rclone' },
  restic: { package: 'restic', program: 'restic' },
  s3fs: { package: 's3fs', program: 's3fs', by: LIBRARIES },
}
const GO_SDK = 'golang-github-aws-aws-sdk-go-dev'
const AGENT = join(root, 'tests', 'clients', 'inside', 'agent.go')

/**
 * Unpacks the clients and does not install them: one of them would stand beside another AWS CLI, others bring rules and
 * services for a machine that is an instance. Sets ROLECALL_DEBIAN_CLIENTS, a folder of commands.
 */
export function debianClients() {
  if (which('apt-get') === undefined || which('dpkg') === undefined) return 'no Debian here; their tests are skipped'
  const packages = [...Object.values(COMMANDS).map((command) => command.package), GO_SDK]
  if (which('go') === undefined) packages.push('golang-go')
  const wanted = createHash('sha256')
    .update([...packages, process.arch].join(' '))
    .digest('hex')
    .slice(0, 12)
  const folder = join(root, '.cache', `debian-clients-${wanted}`)
  const stamp = join(folder, '.complete')
  if (!existsSync(stamp)) {
    const failure = unpack(packages, folder, { dependencies: true })
    if (failure !== undefined) return `${failure}; their tests are skipped`
    writeCommands(folder)
    writeFileSync(stamp, '')
  }
  const failure = buildAgent(folder)
  process.env.ROLECALL_DEBIAN_CLIENTS = join(folder, 'commands')
  return failure ?? `unpacked in ${folder}`
}

function writeCommands(folder) {
  mkdirSync(join(folder, 'commands'))
  for (const [name, { program, by }] of Object.entries(COMMANDS)) {
    const path = join(folder, 'commands', name)
    writeFileSync(path, `#!/bin/sh\nexec ${starter(folder, by)}'${join(folder, 'usr', 'bin', program)}' "$@"\n`)
    chmodSync(path, 0o755)
  }
}

function starter(folder, by) {
  if (by === PYTHON)
    return `env PYTHONPATH='${join(folder, 'usr', 'lib', 'python3', 'dist-packages')}' /usr/bin/python3 `
  if (by !== LIBRARIES) return ''
  const triplet = `${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`
  const libraries = [join(folder, 'lib', triplet), join(folder, 'usr', 'lib', triplet)]
  return `env LD_LIBRARY_PATH='${libraries.join(':')}' `
}

/** Compiles the program with the SDK's sources, once for each version of it. Answers why it could not. */
function buildAgent(folder) {
  const go = which('go') ?? join(folder, 'usr', 'lib', 'go', 'bin', 'go')
  const program = join(folder, 'commands', 'go-agent')
  const stamp = `${program}.built-from`
  const source = createHash('sha256').update(readFileSync(AGENT)).digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === source) return undefined
  const env = {
    PATH: process.env.PATH,
    GO111MODULE: 'off',
    GOPATH: join(folder, 'usr', 'share', 'gocode'),
    GOCACHE: join(folder, 'go-cache'),
    GOFLAGS: '-p=2',
    GOTOOLCHAIN: 'local',
    // No compiler of C is needed, and names are asked from the instance's resolver.
    CGO_ENABLED: '0',
  }
  const built = spawnSync(go, ['build', '-o', program, AGENT], { env, encoding: 'utf8' })
  if (built.error) return `${go} could not be started: ${built.error.message}; the test of the program in Go is skipped`
  if (built.status !== 0) return `go build failed: ${lastLine(built.stderr)}; the test of the program in Go is skipped`
  writeFileSync(stamp, source)
  return undefined
}
