// `npm test`: sets up what the tests need and runs them on the pinned Node. Plain JavaScript for any Node from 20 up.
//   npm test                       everything
//   npm test -- src/roles          the tests in a folder or of a file
//   npm run test:quick             what stands beside the sources, in under a minute; no system packages
//   npm run check                  types, style and layers only
import { spawn } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { buildConsole } from './build-console.mjs'
import { debianClients } from './debian-clients.mjs'
import { browser, cloudInit, debianPackages, pythonClients, step, terraform, widenPath } from './prepare.mjs'
import { install, root, runtime } from './setup.mjs'

const EVERYTHING = [
  'tools/**/*.test.ts',
  'src/**/*.test.ts',
  'tests/**/*.test.ts',
  'console/src/**/*.test.ts',
  'bench/**/*.test.ts',
]
const QUICK = ['tools/**/*.test.ts', 'src/**/*.test.ts', 'console/src/**/*.test.ts']
const CHECKS = ['tools/checks.test.ts', 'tools/layers.test.ts']

const args = process.argv.slice(2)
const quick = args.includes('--quick')
const checks = args.includes('--check')
const named = args.filter((arg) => !arg.startsWith('--'))
const unknown = args.filter((arg) => arg.startsWith('--') && arg !== '--quick' && arg !== '--check')
if (unknown.length > 0) {
  process.stderr.write(`npm test takes --quick, --check and paths, not ${unknown.join(' ')}\n`)
  process.exit(2)
}

widenPath()
step('dependencies', () => install({ development: true }))
if (!quick && !checks) {
  step('system packages', debianPackages)
  step('Python clients', pythonClients)
  step('cloud-init', cloudInit)
  step('clients of Debian', debianClients)
  step('Terraform', terraform)
  step('console', buildConsole)
  step('browser', browser)
}
const vectors = process.env.ROLECALL_VECTORS ?? join(root, '..', 'shared', 'vectors')
if (existsSync(vectors)) process.env.ROLECALL_VECTORS = resolve(vectors)
if (quick) process.env.ROLECALL_QUICK = '1'

const child = spawn(
  runtime(),
  [
    '--test',
    `--test-reporter=${join(root, 'tools', 'report.mjs')}`,
    // One more than there are cores: some files wait most of their time.
    `--test-concurrency=${availableParallelism() + 1}`,
    // A test that hangs is a failure that names itself.
    `--test-timeout=${quick ? 120_000 : 600_000}`,
    ...files(),
  ],
  { cwd: root, stdio: 'inherit' },
)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  process.stderr.write(`npm test: ${error.message}\n`)
  process.exitCode = 1
})
child.on('exit', (code) => {
  process.exitCode = code ?? 1
})

function files() {
  if (named.length > 0) return named.map(pattern)
  if (checks) return CHECKS
  return quick ? QUICK : EVERYTHING
}

/** A folder stands for the tests in it. */
function pattern(path) {
  const found = resolve(root, path)
  if (path.includes('*')) return path
  if (!existsSync(found)) {
    process.stderr.write(`npm test: there is no ${path}\n`)
    process.exit(2)
  }
  return statSync(found).isDirectory() ? join(found, '**', '*.test.ts') : found
}
