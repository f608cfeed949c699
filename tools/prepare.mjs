// What the tests need besides Node: Debian packages and real AWS clients. Plain JavaScript for any Node from 20 up.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './setup.mjs'

/** The commands that tests start, and the Debian package that each comes from. */
const PACKAGES = {
  ip: 'iproute2',
  nft: 'nftables',
  unshare: 'util-linux',
  nsenter: 'util-linux',
  curl: 'curl',
  openssl: 'openssl',
  python3: 'python3',
}

const say = (text) => process.stdout.write(`${text}\n`)

/** Runs a step of the set-up and says how long it took. */
export function step(name, run) {
  const started = Date.now()
  const outcome = run() ?? 'ready'
  say(`set up  ${name}: ${outcome} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
}

/** Puts the administrator's folders on the path, where `ip` and `nft` stand on Debian. */
export function widenPath() {
  const folders = (process.env.PATH ?? '').split(':')
  const more = ['/usr/local/sbin', '/usr/sbin', '/sbin'].filter((folder) => !folders.includes(folder))
  process.env.PATH = [...folders, ...more].join(':')
}

/** Installs the Debian packages whose commands are missing, where that is possible; says what stays missing. */
export function debianPackages() {
  if (process.platform !== 'linux') return `not on ${process.platform}; the tests of network namespaces skip themselves`
  const missing = Object.keys(PACKAGES).filter((command) => which(command) === undefined)
  if (missing.length === 0) return 'ready'
  const failure = aptInstall(missing.map((command) => PACKAGES[command]))
  if (failure !== undefined) return `${missing.join(', ')} missing, and ${failure}`
  return `installed for ${missing.join(', ')}`
}

/** Answers why the packages could not be installed, or undefined. */
function aptInstall(packages) {
  const names = [...new Set(packages)]
  const command = `apt-get update && apt-get install -y ${names.join(' ')}`
  if (which('apt-get') === undefined) return `this system has no apt-get; install ${names.join(', ')} by its own means`
  if (process.getuid?.() !== 0) return `only root can install them: ${command}`
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...names],
  ]) {
    const result = spawnSync('apt-get', args, { env, encoding: 'utf8' })
    if (result.status !== 0) return `apt-get ${args[0]} failed: ${lastLine(result.stderr || result.stdout)}`
  }
  return undefined
}

const REQUIREMENTS = join(root, 'tools', 'python-requirements.txt')

/**
 * Real clients in Python: the system's when they are recent enough, else a virtual environment of the pinned versions.
 * Sets ROLECALL_PYTHON and ROLECALL_AWS_CLI.
 */
export function pythonClients() {
  const found = systemClients()
  if (found !== undefined) return use(found, `the system's ${found.versions}`)
  const folder = virtualEnvironment()
  const python = join(folder, 'bin', 'python')
  const stamp = join(folder, '.complete')
  if (!existsSync(stamp)) {
    const failure = createEnvironment(folder, python)
    if (failure !== undefined) return failure
    writeFileSync(stamp, '')
  }
  return use({ python, aws: join(folder, 'bin', 'aws') }, `boto3 and the AWS CLI in ${folder}`)
}

function use({ python, aws }, text) {
  process.env.ROLECALL_PYTHON = python
  process.env.ROLECALL_AWS_CLI = aws
  return text
}

const PROBE = `
import sys, boto3
major, minor = (int(part) for part in boto3.__version__.split('.')[:2])
sys.exit(3) if (major, minor) < (1, 40) else print(sys.executable, boto3.__version__, sep='\\n')
`

function systemClients() {
  const python3 = which('python3')
  if (python3 === undefined) return undefined
  const probe = spawnSync(python3, ['-c', PROBE], { encoding: 'utf8' })
  if (probe.status !== 0) return undefined
  const [python, boto3] = probe.stdout.trim().split('\n')
  const beside = join(dirname(python), 'aws')
  const aws = existsSync(beside) ? beside : which('aws')
  if (aws === undefined) return undefined
  const version = /^aws-cli\/(\d+)\.(\d+)\.\S+/.exec(spawnSync(aws, ['--version'], { encoding: 'utf8' }).stdout ?? '')
  const recent = version && (Number(version[1]) >= 2 || Number(version[2]) >= 42)
  return recent ? { python, aws, versions: `boto3 ${boto3}, ${version[0]}` } : undefined
}

function virtualEnvironment() {
  const wanted = createHash('sha256').update(readFileSync(REQUIREMENTS)).update(process.arch).digest('hex').slice(0, 12)
  return join(root, '.cache', `python-${wanted}`)
}

/** Answers why the environment could not be made, or undefined. */
function createEnvironment(folder, python) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(dirname(folder), { recursive: true })
  const create = () => spawnSync('python3', ['-m', 'venv', folder], { encoding: 'utf8' })
  let created = create()
  if (created.status !== 0) {
    // Debian splits what venv needs into a package of its own.
    const failure = aptInstall(['python3-venv'])
    if (failure !== undefined) return `no virtual environment for boto3 and the AWS CLI: ${failure}`
    rmSync(folder, { recursive: true, force: true })
    created = create()
  }
  if (created.status !== 0) return `no virtual environment: ${lastLine(created.stderr || created.stdout)}`
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS]
  const installed = spawnSync(python, pip, { encoding: 'utf8' })
  if (installed.status === 0) return undefined
  return `pip could not install boto3 and the AWS CLI: ${lastLine(installed.stderr)}`
}

const CLOUD_INIT = [
  'cloud-init',
  'python3-certifi',
  'python3-chardet',
  'python3-configobj',
  'python3-idna',
  'python3-jinja2',
  'python3-json-pointer',
  'python3-jsonpatch',
  'python3-markupsafe',
  'python3-oauthlib',
  'python3-requests',
  'python3-six',
  'python3-urllib3',
  'python3-yaml',
]

/**
 * Debian's cloud-init and what it imports, unpacked and not installed: an installed one would run at the next boot. Sets
 * ROLECALL_CLOUD_INIT.
 */
export function cloudInit() {
  if (which('apt-get') === undefined || which('dpkg') === undefined) return 'no Debian here; its test is skipped'
  const folder = join(root, '.cache', 'cloud-init')
  const stamp = join(folder, '.complete')
  if (!existsSync(stamp)) {
    const failure = unpack(CLOUD_INIT, folder)
    if (failure !== undefined) return `${failure}; its test is skipped`
    writeFileSync(stamp, '')
  }
  process.env.ROLECALL_CLOUD_INIT = join(folder, 'usr', 'lib', 'python3', 'dist-packages')
  return `unpacked in ${folder}`
}

/**
 * Answers why the packages could not be unpacked in the folder, or undefined. `dependencies`: with what they depend on
 * and this system does not have.
 */
export function unpack(packages, folder, { dependencies = false } = {}) {
  const failure = download(packages, folder, dependencies)
  // A fresh system has no lists of packages, or old ones.
  const again =
    failure !== undefined && process.getuid?.() === 0 && spawnSync('apt-get', ['update', '-qq']).status === 0
  const still = again ? download(packages, folder, dependencies) : failure
  if (still !== undefined) return still
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.deb'))) {
    const unpacked = spawnSync('dpkg', ['-x', name, '.'], { cwd: folder, encoding: 'utf8' })
    if (unpacked.status !== 0) return `dpkg -x ${name} failed: ${lastLine(unpacked.stderr)}`
    rmSync(join(folder, name))
  }
  return undefined
}

function download(packages, folder, dependencies) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const names = new Set(packages)
  if (dependencies) {
    const wanted = ['install', '--print-uris', '-qq', '--no-install-recommends', ...packages]
    const listed = spawnSync('apt-get', wanted, { encoding: 'utf8' })
    if (listed.status !== 0) return `apt-get install --print-uris failed: ${lastLine(listed.stderr)}`
    // A line a package: 'address' name_version_architecture.deb size checksum
    for (const [, name] of listed.stdout.matchAll(/^'\S+' ([^_\s]+)_/gm)) names.add(name)
  }
  const downloaded = spawnSync('apt-get', ['download', '-qq', ...names], { cwd: folder, encoding: 'utf8' })
  return downloaded.status === 0 ? undefined : `apt-get download failed: ${lastLine(downloaded.stderr)}`
}

/** Chromium for the console's tests, as Debian packages it; sets ROLECALL_CHROMIUM. */
export function browser() {
  const found = () => which('chromium') ?? which('chromium-browser') ?? which('google-chrome')
  if (found() === undefined) {
    const failure = aptInstall(['chromium'])
    if (failure !== undefined) return `${failure}; the console's tests are skipped`
  }
  const path = found()
  if (path !== undefined) process.env.ROLECALL_CHROMIUM = path
  return path
}

/** No package manager has Terraform; it is used where it is there. Sets ROLECALL_TERRAFORM. */
export function terraform() {
  const path = which('terraform')
  if (path === undefined) return 'not installed; its tests are skipped'
  process.env.ROLECALL_TERRAFORM = path
  return path
}

export function which(command) {
  for (const folder of (process.env.PATH ?? '').split(':')) {
    const path = join(folder, command)
    if (folder !== '' && existsSync(path)) return path
  }
  return undefined
}

export const lastLine = (text) => (text ?? '').trim().split('\n').at(-1) ?? ''
