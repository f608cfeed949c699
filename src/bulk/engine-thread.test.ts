import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { sqliteEventLog } from '../logs/sqlite/event-log.ts'
import { BulkError, type BulkErrorReason } from './bulk-error.ts'
import { periodically } from './periodically.ts'

async function directory(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'bulk-'))
  t.after(() => rm(path, { recursive: true, force: true }))
  return path
}

const isError = (reason: BulkErrorReason) => (error: unknown) => error instanceof BulkError && error.reason === reason

test('a file that is no database is refused and left as it was', async (t) => {
  const path = await directory(t)
  await writeFile(join(path, 'logs.db'), 'these are not the tables you are looking for'.repeat(100))
  const log = sqliteEventLog({ directory: path })
  await assert.rejects(log.groups(), isError('invalid'))
  await log.close()
})

test('a file of another version is refused', async (t) => {
  const path = await directory(t)
  const other = new DatabaseSync(join(path, 'logs.db'))
  other.exec('PRAGMA user_version = 99')
  other.close()
  const log = sqliteEventLog({ directory: path })
  await assert.rejects(log.groups(), isError('invalid'))
  await log.close()
})

test('a folder that cannot be made is told, and works once it can', async (t) => {
  const path = await directory(t)
  await writeFile(join(path, 'file'), '')
  const log = sqliteEventLog({ directory: join(path, 'file', 'logs') })
  await assert.rejects(log.groups(), isError('unavailable'))
  await rm(join(path, 'file'))
  assert.deepEqual(await log.groups(), [])
  await log.close()
})

test('calls that are under way are answered before the engine closes, later ones are refused', async () => {
  const log = sqliteEventLog({ directory: undefined })
  const created = Promise.all([1, 2, 3].map((n) => log.createStream({ group: 'g', stream: `${n}`, createdAt: n })))
  await log.close()
  assert.deepEqual(await created, ['created', 'created', 'created'])
  await assert.rejects(log.groups(), isError('unavailable'))
})

test('work comes again after it failed, until it is stopped', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const errors: unknown[] = []
  let runs = 0
  const job = periodically({
    everyMs: 1,
    onError: (error) => errors.push(error),
    async work() {
      runs += 1
      if (runs === 1) throw new Error('the first run fails')
      resolve()
    },
  })
  // The job keeps no process alive, so the test does.
  const alive = setInterval(() => {}, 1000)
  await promise
  clearInterval(alive)
  await job.stop()
  assert.equal(errors.length, 1)
})
