import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'

const ROOT = join(import.meta.dirname, '..')

/** Both tools are small programs that start a native one. */
function run(script: string, args: readonly string[]): { readonly status: number | null; readonly text: string } {
  const result = spawnSync(process.execPath, [join(ROOT, 'node_modules', script), ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  return { status: result.status, text: `${result.stdout}${result.stderr}${result.error?.message ?? ''}` }
}

test('the tree type-checks', () => {
  const { status, text } = run('typescript/bin/tsc', ['--noEmit', '-p', ROOT])
  assert.equal(status, 0, `the type checker found errors; correct them:\n${text}`)
})

test('the console type-checks', () => {
  const { status, text } = run('typescript/bin/tsc', ['--noEmit', '-p', join(ROOT, 'console')])
  assert.equal(status, 0, `the type checker found errors; correct them:\n${text}`)
})

test('the tree is formatted and free of lint', () => {
  const { status, text } = run('@biomejs/biome/bin/biome', ['check', '.', '--max-diagnostics=50'])
  assert.equal(status, 0, `run \`npx biome check --write .\` and correct by hand what it leaves:\n${text}`)
})
