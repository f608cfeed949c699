/**
 * The process that `event-log-crash.test.ts` kills: it appends to the event log in the directory that it is given, from
 * several writers at once, and says on its output which batches were acknowledged.
 */
import { sqliteEventLog } from '../../src/logs/sqlite/event-log.ts'
import { say } from './say.ts'

const WRITERS = 8

const [directory = '', run = ''] = process.argv.slice(2)
const log = sqliteEventLog({ directory })
await log.createStream({ group: 'g', stream: 's', createdAt: 1 })
say('open')

async function write(writer: number): Promise<never> {
  for (let n = 0; ; n++) {
    const batch = `${run}-${writer}-${n}`
    // Sizes vary so that batches end anywhere in a page.
    const events = [1, 2, 3].map((part) => ({
      timestamp: n + 1,
      message: `${batch} ${part} ${'.'.repeat((n * 61) % 3000)}`,
    }))
    const { result } = await log.append({ group: 'g', stream: 's', events, ingestedAt: 1 })
    if (result === 'appended') say(`ack ${batch}`)
  }
}

await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)))
