// Builds the web console into console/dist when its sources are others than those that stand built there, and compresses
// each text once, so that the server only sends files. Plain JavaScript for any Node from 20 up.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { install, root, runtime } from './setup.mjs'

const folder = join(root, 'console')
const built = join(folder, 'dist')
const STAMP = '.built-from'
const stampFile = join(built, STAMP)

/** What the build reads: the console's own files, the policy library that it carries, and the locked dependencies. */
const SOURCES = [
  'console',
  'src/policy',
  'src/policy-library.ts',
  'src/service-authorization',
  'tools/write-service-reference.ts',
  'package-lock.json',
]

/** Builds what is not built; needs the dependencies. */
export function buildConsole() {
  const wanted = sourcesHash()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return
  process.stderr.write('rolecall: building the console (once) ...\n')
  const started = Date.now()
  // Beside what a server may be sending meanwhile, and what another build may be making; it takes its place when it is whole.
  const making = join(folder, `dist-${process.pid}`)
  process.on('exit', () => rmSync(making, { recursive: true, force: true }))
  step([join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--outDir', making, '--logLevel', 'warn'])
  step([join(root, 'tools', 'write-service-reference.ts'), join(making, 'service-reference')])
  compressTexts(making)
  writeFileSync(join(making, STAMP), wanted)
  replace(making)
  process.stderr.write(`rolecall: console built in ${((Date.now() - started) / 1000).toFixed(1)} s\n`)
}

/** Runs a program of the build on the pinned Node, which reads TypeScript. */
function step(program) {
  const { status } = spawnSync(runtime(), program, { cwd: folder, stdio: ['ignore', 2, 2] })
  if (status === 0) return
  process.stderr.write('rolecall: the console could not be built; the messages of its build stand above.\n')
  process.exit(1)
}

function replace(making) {
  const old = `${making}-old`
  try {
    if (existsSync(built)) renameSync(built, old)
    renameSync(making, built)
  } catch (error) {
    // Another build was first, with the same sources or others; the next start looks again.
    if (!existsSync(built)) throw error
  }
  rmSync(old, { recursive: true, force: true })
}

function compressTexts(directory) {
  for (const file of filesBelow(directory)) {
    if (!/\.(js|css|svg|json)$/.test(file)) continue
    const text = readFileSync(file)
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
    writeFileSync(`${file}.br`, brotliCompressSync(text, quality))
    writeFileSync(`${file}.gz`, gzipSync(text))
  }
}

function sourcesHash() {
  const hash = createHash('sha256')
  for (const source of SOURCES) {
    const path = join(root, source)
    for (const file of statSync(path).isDirectory() ? filesBelow(path) : [path]) {
      if (/\.test\.ts$/.test(file)) continue
      hash
        .update(`${file.slice(root.length)}\0`)
        .update(readFileSync(file))
        .update('\0')
    }
  }
  return hash.digest('hex')
}

function filesBelow(directory) {
  const skipped = (name) => name.startsWith('dist') || name === 'node_modules'
  return readdirSync(directory, { withFileTypes: true })
    .filter(({ name }) => directory !== folder || !skipped(name))
    .flatMap((entry) => {
      const path = join(directory, entry.name)
      return entry.isDirectory() ? filesBelow(path) : [path]
    })
    .sort()
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  install({ development: false })
  buildConsole()
}
