/**
 * Durable commits a second through the SQLite store, as a ratio to a bare loop of write and fdatasync on the same disk.
 * The bare loop runs before and after each measurement, since a disk's speed drifts.
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts'
import type { Store } from '../src/store/store.ts'
import { type Figure, perSecond, report } from './support/report.ts'

const BASE_MS = 700
const STORE_MS = 2000
/** What an IAM write puts: three records of this many bytes. */
const RECORD_BYTES = 600

const figures: Figure[] = []
const directory = mkdtempSync(join(process.env['ROLECALL_BENCH_DIR'] ?? tmpdir(), 'rolecall-bench-'))
try {
  const store = await openSqliteStore({ directory: join(directory, 'data') })
  for (const writers of [1, 32, 64]) {
    const before = bare()
    const commits = await durable(store, writers)
    const base = (before + bare()) / 2
    figures.push({
      what: `store commits, ${writers} ${writers === 1 ? 'writer' : 'writers'}`,
      value: perSecond(commits),
      beside: `${(commits / base).toFixed(2)} of write+fdatasync (${perSecond(base)})`,
      target: '',
      met: undefined,
    })
  }
  await store.close()
  report(figures)
} finally {
  rmSync(directory, { recursive: true, force: true })
}

async function durable(store: Store, writers: number): Promise<number> {
  const value = new Uint8Array(RECORD_BYTES)
  const start = performance.now()
  let commits = 0
  const write = async (writer: number) => {
    for (let n = 0; performance.now() - start < STORE_MS; n++) {
      const ops = ['a', 'b', 'c'].map((part) => ({ put: `k/${writer}/${n % 50}/${part}`, value }))
      const result = await store.commit({ opId: `${writers}-${writer}-${n}`, checks: [], ops })
      if (!result.ok) throw new Error('a transaction without checks met a conflict')
      commits += 1
    }
  }
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)))
  return (commits * 1000) / (performance.now() - start)
}

/** The same bytes appended to a file, each append waited for. */
function bare(): number {
  const file = join(directory, 'bare')
  const descriptor = openSync(file, 'w')
  const bytes = new Uint8Array(3 * RECORD_BYTES)
  const start = performance.now()
  let writes = 0
  for (; performance.now() - start < BASE_MS; writes++) {
    writeSync(descriptor, bytes)
    fdatasyncSync(descriptor)
  }
  const rate = (writes * 1000) / (performance.now() - start)
  closeSync(descriptor)
  rmSync(file)
  return rate
}
