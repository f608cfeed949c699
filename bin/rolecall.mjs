#!/usr/bin/env node
// Plain JavaScript, so that an old Node says what is missing instead of failing to parse what follows.
const MINIMUM = [24, 15]
const [major, minor] = process.versions.node.split('.').map(Number)
if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) await import('../dist/main.js')
else {
  process.stderr.write(`rolecall: it needs Node ${MINIMUM.join('.')} or newer, and this is ${process.versions.node}\n`)
  process.exitCode = 1
}
