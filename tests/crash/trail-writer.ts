/** The process that `trail-crash.test.ts` kills: it records calls without end in the directory that it is given. */
import { setTimeout as sleep } from 'node:timers/promises'
import { callWith } from '../../src/trail/call-for-tests.ts'
import { sqliteTrail } from '../../src/trail/sqlite/sqlite-trail.ts'
import { say } from './say.ts'

const [directory = '', run = ''] = process.argv.slice(2)
const trail = sqliteTrail({
  directory,
  maxAgeMs: Number.MAX_SAFE_INTEGER,
  maxBytes: Number.MAX_SAFE_INTEGER,
  clock: Date.now,
  onChange: say,
  delayMs: 1,
})
// The file is open once it has answered.
await trail.health()
say('open')
for (let n = 0; ; n += 1) {
  const requestId = `${run.padStart(8, '0')}-${n.toString(16).padStart(8, '0')}`
  trail.add(callWith({ requestId, time: n, userAgent: 'x'.repeat((n * 61) % 1_000) }))
  // No faster than the thread writes: what it cannot write is given up on purpose.
  if (n % 20 === 0) await sleep(1)
}
