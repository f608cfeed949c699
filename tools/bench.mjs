// `npm run bench`: runs what bench/ measures, one after another; `npm run bench -- store` runs bench/store.ts alone.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { install, root, runtime } from './setup.mjs'

install({ development: true })
const folder = join(root, 'bench')
const benches = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => file.slice(0, -3))
  .sort()
const named = process.argv.slice(2)
const unknown = named.filter((name) => !benches.includes(name))
if (unknown.length > 0) {
  process.stderr.write(`npm run bench: there is no ${unknown.join(', ')}; there are ${benches.join(', ')}\n`)
  process.exit(2)
}

const node = runtime()
for (const name of named.length > 0 ? named : benches) {
  process.stdout.write(`\n${name}\n`)
  const { status } = spawnSync(node, [join(folder, `${name}.ts`)], { cwd: root, stdio: 'inherit' })
  if (status !== 0) {
    process.stderr.write(`npm run bench: ${name} failed\n`)
    process.exitCode = 1
  }
}
