import type { Handlers } from '../../bulk/calls.ts'
import type { Database } from '../../bulk/database.ts'
import { serve } from '../../bulk/serve.ts'
import type { EventCalls } from './calls.ts'
import { eventReader } from './reader.ts'
import { SCHEMA, VERSION } from './schema.ts'
import { streamHandlers } from './streams.ts'
import { eventWriter } from './writer.ts'

serve<EventCalls>({
  schema: SCHEMA,
  version: VERSION,
  handlers: (database: Database): Handlers<EventCalls> => {
    const streams = streamHandlers(database)
    const writer = eventWriter(database)
    return {
      createStream: { kind: 'write', run: streams.create },
      deleteStream: { kind: 'write', run: streams.remove },
      streams: { kind: 'read', run: streams.page },
      deleteGroup: { kind: 'write', run: streams.removeGroup },
      groups: { kind: 'read', run: streams.groups },
      storedBytes: { kind: 'read', run: streams.storedBytes },
      append: { kind: 'write', run: writer.append },
      expire: { kind: 'write', run: writer.expire },
      collect: { kind: 'write', run: writer.collect },
      read: { kind: 'read', run: eventReader(database) },
    }
  },
})
