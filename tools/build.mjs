// `npm run build`: emits dist/, which the published package runs from: Node strips no types under node_modules. Data
// files stand in dist/ where they stand in src/; models/ is published as it is and stands as far from dist/ as from src/.
import { spawnSync } from 'node:child_process'
import { cpSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildConsole } from './build-console.mjs'
import { install, root, runtime } from './setup.mjs'

install({ development: true })
buildConsole()
const [source, target] = [join(root, 'src'), join(root, 'dist')]
rmSync(target, { recursive: true, force: true })

const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
const emitted = spawnSync(runtime(), [compiler, '-p', join(root, 'tools', 'tsconfig.build.json')], { stdio: 'inherit' })
if (emitted.status !== 0) {
  process.stderr.write('rolecall: the sources did not compile, so nothing was built\n')
  rmSync(target, { recursive: true, force: true })
  process.exit(1)
}

for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || entry.name.endsWith('.ts')) continue
  const from = join(entry.parentPath ?? entry.path, entry.name)
  cpSync(from, join(target, from.slice(source.length)))
}
