import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { conformance } from '../conformance.ts'
import { openSqliteStore } from './sqlite-store.ts'

conformance('sqlite', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'rolecall-store-'))
  let store = await openSqliteStore({ directory })
  const reopen = async () => {
    await store.close()
    store = await openSqliteStore({ directory })
    return store
  }
  const cleanup = async () => {
    await store.close()
    await rm(directory, { recursive: true })
  }
  return { store, reopen, cleanup }
})
