import { conformance } from '../conformance.ts'
import { openMemoryStore } from './memory-store.ts'

conformance('memory', async () => {
  const store = openMemoryStore()
  return { store, cleanup: () => store.close() }
})
