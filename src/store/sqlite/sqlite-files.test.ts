import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { collect, committed, contents, follow, put, refused, text } from '../conformance-helpers.ts'
import { type Store, StoreError } from '../store.ts'
import { openSqliteStore, sqliteStoreExists } from './sqlite-store.ts'

async function temporary(t: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'rolecall-files-'))
  t.after(() => rm(directory, { recursive: true, force: true }))
  return directory
}

async function opened(t: TestContext, directory: string): Promise<Store> {
  const store = await openSqliteStore({ directory })
  t.after(() => store.close())
  return store
}

const message = async (directory: string): Promise<string> => {
  const error = await openSqliteStore({ directory }).catch((reason: unknown) => reason)
  assert.ok(error instanceof StoreError)
  return error.message
}

test('the data directory is 0700 and its files are 0600', async (t) => {
  const directory = join(await temporary(t), 'new', 'data')
  assert.equal(sqliteStoreExists(directory), false)
  const store = await opened(t, directory)
  await committed(store, put('k', '1'))
  assert.equal((await stat(directory)).mode & 0o777, 0o700)
  for (const file of await readdir(directory)) {
    assert.equal((await stat(join(directory, file))).mode & 0o777, 0o600, file)
  }
  assert.equal(sqliteStoreExists(directory), true)
})

test('a data directory that others could enter is closed to them on open', async (t) => {
  const directory = await temporary(t)
  await (await openSqliteStore({ directory })).close()
  await chmod(directory, 0o755)
  await chmod(join(directory, 'identity.db'), 0o644)
  await opened(t, directory)
  assert.equal((await stat(directory)).mode & 0o777, 0o700)
  assert.equal((await stat(join(directory, 'identity.db'))).mode & 0o777, 0o600)
})

test('a second opening of the same directory is refused, and the refusal does not loosen the lock', async (t) => {
  const directory = await temporary(t)
  const store = await opened(t, directory)
  await refused('locked', () => openSqliteStore({ directory }))
  await refused('locked', () => openSqliteStore({ directory }))
  assert.match(await message(directory), /Another Rolecall process is using the data directory .*stop it/)
  const other = `
    const { openSqliteStore } = await import(${JSON.stringify(new URL('./sqlite-store.ts', import.meta.url).href)})
    const error = await openSqliteStore({ directory: ${JSON.stringify(directory)} }).catch((reason) => reason)
    process.stdout.write(String(error.reason))`
  const answer = execFileSync(process.execPath, ['--input-type=module', '-e', other], { encoding: 'utf8' })
  assert.equal(answer, 'locked')
  await store.close()
  await (await openSqliteStore({ directory })).close()
})

test('another program’s database is refused and left as it was', async (t) => {
  const directory = await temporary(t)
  const file = join(directory, 'identity.db')
  const foreign = new DatabaseSync(file)
  foreign.exec('CREATE TABLE theirs (a)')
  foreign.close()
  const before = await readFile(file)
  await refused('invalid', () => openSqliteStore({ directory }))
  assert.match(await message(directory), /another program's database/)
  assert.deepEqual(await readFile(file), before)
})

test('a file that is no database is refused', async (t) => {
  const directory = await temporary(t)
  await writeFile(join(directory, 'identity.db'), 'not a database, but long enough to be taken for one'.repeat(40))
  await refused('invalid', () => openSqliteStore({ directory }))
  assert.match(await message(directory), /is not a Rolecall store/)
})

test('a store of a newer schema is refused with what to do', async (t) => {
  const directory = await temporary(t)
  await (await openSqliteStore({ directory })).close()
  const database = new DatabaseSync(join(directory, 'identity.db'))
  database.exec('PRAGMA user_version = 99')
  database.close()
  await refused('invalid', () => openSqliteStore({ directory }))
  assert.match(await message(directory), /schema version 99 .* use the release that wrote it/)
})

test('a store that was cut short is refused, on opening or on reading, and never answers less', async (t) => {
  const directory = await temporary(t)
  const store = await openSqliteStore({ directory })
  for (let n = 0; n < 200; n++) await committed(store, put(`k/${n}`, 'x'.repeat(2000)))
  await store.close()
  const file = join(directory, 'identity.db')
  await truncate(file, Math.floor((await stat(file)).size / 8192) * 4096)
  await refused('invalid', async () => {
    const cut = await opened(t, directory)
    await collect((await cut.snapshot()).items)
  })
})

test('a commit is unavailable while another program holds the database, and works after it', async (t) => {
  const directory = await temporary(t)
  const store = await opened(t, directory)
  const other = new DatabaseSync(join(directory, 'identity.db'))
  other.exec('BEGIN IMMEDIATE')
  await refused('unavailable', () => store.commit({ opId: 'held', checks: [], ops: [put('k', '1')] }))
  other.exec('ROLLBACK')
  other.close()
  assert.equal(await store.resolve('held'), null)
  const again = await store.commit({ opId: 'held', checks: [], ops: [put('k', '1')] })
  assert.ok(again.ok && !again.replayed)
})

test('closing leaves one file that holds everything', async (t) => {
  const directory = await temporary(t)
  const store = await openSqliteStore({ directory })
  const commits = Array.from({ length: 20 }, (_, n) => committed(store, put(`k/${n}`, 'v')))
  await store.close()
  await Promise.all(commits)
  assert.deepEqual((await readdir(directory)).sort(), ['identity.db', 'identity.lock'])
  assert.equal((await contents(await opened(t, directory))).size, 20)
})

test('a watcher that fell behind reads the rest from the log', async (t) => {
  const store = await opened(t, await temporary(t))
  const { epoch } = await store.info()
  const slow = store.watch({ after: 0n, epoch, signal: new AbortController().signal })[Symbol.asyncIterator]()
  const large = 'x'.repeat(400_000)
  const first = await committed(store, put('k', '0'))
  assert.equal((await slow.next()).value?.rev, first)
  // Well over what is kept in memory for watchers.
  for (let n = 1; n <= 100; n++) await committed(store, put('k', `${n} ${large}`))
  for (let n = 1; n <= 100; n++) {
    const { value } = await slow.next()
    assert.ok(value?.type === 'txn')
    assert.equal(text(value.changes[0]?.value ?? undefined).split(' ')[0], String(n))
  }
  await slow.return?.(undefined)
})

test('compaction empties the log on disk and keeps later transactions', async (t) => {
  const directory = await temporary(t)
  const store = await openSqliteStore({ directory })
  for (let n = 0; n < 25; n++) {
    await Promise.all(Array.from({ length: 100 }, (_, one) => committed(store, put(`k/${one}`, String(n)))))
  }
  await store.compact(2400n)
  const { watched, stop } = await follow(store, 2400n)
  await stop(2500n)
  assert.equal(watched.length, 100)
  await store.close()
  const database = new DatabaseSync(join(directory, 'identity.db'), { readOnly: true })
  assert.deepEqual(
    { ...database.prepare('SELECT count(*) AS kept, min(rev) AS first FROM log WHERE changes NOT NULL').get() },
    {
      kept: 100,
      first: 2401,
    },
  )
  database.close()
})
