// `npm run bench`: runs what stands in bench/ on the pinned Node, one after another, and prints one table.
//   npm run bench                  everything, a few minutes
//   npm run bench -- http s3       only these; `decide` is also decide-others and whatever else begins so
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { install, root, runtime } from './setup.mjs'

const folder = join(root, 'bench')
const all = readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => name.slice(0, -'.ts'.length))
const named = (name) => all.filter((one) => one === name || one.startsWith(`${name}-`))
const asked = process.argv.slice(2)
const wanted = asked.flatMap(named)
const unknown = asked.filter((name) => named(name).length === 0)
if (unknown.length > 0) {
  process.stderr.write(`npm run bench takes ${all.join(', ')}, not ${unknown.join(' ')}\n`)
  process.exit(2)
}

install({ development: true })
const node = runtime()
const rows = [['what', 'value', 'beside', 'target', '']]
for (const name of wanted.length > 0 ? wanted : all) {
  process.stderr.write(`bench/${name}.ts ...\n`)
  const { code, lines } = await run(name)
  for (const line of lines) rows.push(rowOf(line))
  if (code === 0) continue
  rows.push([`bench/${name}.ts`, 'FAILED', `exit code ${code}; its messages stand above`, '', ''])
  process.exitCode = 1
}
const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
for (const row of rows) {
  process.stdout.write(
    `${row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd()}\n`,
  )
}

/** A benchmark's lines: figures in JSON, and whatever else it says. */
function run(name) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [join(folder, `${name}.ts`)], {
      cwd: root,
      env: { ...process.env, ROLECALL_BENCH_JSON: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      text += chunk
    })
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code: code ?? signal, lines: text.split('\n').filter(Boolean) }))
  })
}

function rowOf(line) {
  if (!line.startsWith('{')) return [line, '', '', '', '']
  const { what, value, beside, target, met } = JSON.parse(line)
  return [what, value, beside, target, met === undefined ? '' : met ? 'met' : 'NOT MET']
}
