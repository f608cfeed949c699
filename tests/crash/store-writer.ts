/**
 * The process that `store-crash.test.ts` kills: it opens the store in the directory that it is given and commits from
 * several writers at once, and says on its output which commits were acknowledged.
 */
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts'
import { say } from './say.ts'

const WRITERS = 4
const GROUPS = 6
const PARTS = ['a', 'b', 'c', 'd'] as const

const [directory = '', run = ''] = process.argv.slice(2)
const store = await openSqliteStore({ directory })
say('open')

async function write(writer: number): Promise<never> {
  for (let n = 0; ; n++) {
    const opId = `${run}-${writer}-${n}`
    // All writers share the groups; sizes vary so that transactions end anywhere in a page.
    const group = (writer * 7 + n) % GROUPS
    const value = Buffer.from(`${opId} ${'.'.repeat(n % 16 === 0 ? 9000 : (n * 61) % 700)}`)
    const ops = PARTS.map((part) => ({ put: `g/${group}/${part}`, value }))
    const result = await store.commit({ opId, checks: [], ops })
    if (result.ok) say(`ack ${opId} ${result.rev}`)
  }
}

await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)))
