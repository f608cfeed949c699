#!/usr/bin/env node
// Plain JavaScript for any Node: hands over to the Node that the package brings along (its HMAC and its HTTP are faster),
// and to the running one where the platform has none and it is new enough.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MINIMUM = [24, 15]
const [major, minor] = process.versions.node.split('.').map(Number)
const brought = major >= 26 ? undefined : broughtAlong()
if (brought !== undefined) handOver(brought)
else if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) await import('../dist/main.js')
else {
  process.stderr.write(
    `rolecall: this Node is ${process.versions.node}, and there is none for ${process.platform}-${process.arch} in the ` +
      `package; install Node ${MINIMUM.join('.')} or newer and run the same command with it.\n`,
  )
  process.exitCode = 1
}

/** The executable of the optional dependency for this platform. */
function broughtAlong() {
  const { resolve } = createRequire(import.meta.url)
  for (const name of [`node-${process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`]) {
    try {
      const file = join(dirname(resolve(`${name}/package.json`)), 'bin', 'node')
      if (existsSync(file)) return file
    } catch {
      // Not installed here.
    }
  }
  return undefined
}

function handOver(node) {
  const main = fileURLToPath(new URL('../dist/main.js', import.meta.url))
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    process.stderr.write(`rolecall: ${error.message}\n`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0)
  })
}
