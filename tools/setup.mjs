// Set-up in plain JavaScript for any Node from 20 up: installs the locked dependencies when they are not there, and
// answers the Node runtime that the lockfile pins. Everything else runs on that runtime.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
const modules = join(root, 'node_modules')
const stampFile = join(modules, '.rolecall-setup')
const MINIMUM = [24, 15]

const fail = (text) => {
  process.stderr.write(`rolecall: ${text}\n`)
  process.exit(1)
}

/** Installs what the lockfile names, once a lockfile. `development` adds what tests and checks need; a clone that has it keeps it. */
export function install({ development: wanted }) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const stamp = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : ''
  const [installed, scope] = stamp.split(' ')
  if (installed === lock && (scope === 'all' || !wanted)) return
  const development = wanted || scope === 'all'
  process.stderr.write(`rolecall: installing ${development ? 'all ' : ''}dependencies (once) ...\n`)
  const started = Date.now()
  const args = ['ci', '--no-fund', '--no-audit', '--ignore-scripts', '--loglevel=error']
  if (!development) args.push('--omit=dev')
  const npm = process.env.npm_execpath
  const result = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (result.error) fail(`npm could not be started: ${result.error.message}`)
  if (result.status !== 0) {
    rmSync(stampFile, { force: true })
    fail('npm could not install the dependencies; its messages stand above. Mend that and run the same command again.')
  }
  mkdirSync(modules, { recursive: true })
  writeFileSync(stampFile, `${lock} ${development ? 'all' : 'production'}`)
  process.stderr.write(`rolecall: dependencies installed in ${((Date.now() - started) / 1000).toFixed(1)} s\n`)
}

/** The pinned runtime for this platform, else the running Node when it is new enough. */
export function runtime() {
  const candidates = [
    join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node'),
    join(modules, `node-bin-${process.platform}-${process.arch}`, 'bin', 'node'),
  ]
  const pinned = candidates.find((file) => existsSync(file))
  if (pinned && spawnSync(pinned, ['--version']).status === 0) return pinned
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return process.execPath
  return fail(
    `no pinned Node runtime for ${process.platform}-${process.arch}, and this Node is ${process.versions.node}; ` +
      `install Node ${MINIMUM.join('.')} or newer and run the same command with it.`,
  )
}
