import type { Handlers } from '../../bulk/calls.ts'
import type { Database } from '../../bulk/database.ts'
import { serve } from '../../bulk/serve.ts'
import type { TrailCalls } from './calls.ts'
import { trailReader } from './reader.ts'
import { SCHEMA, VERSION } from './schema.ts'
import { trailWriter } from './writer.ts'

serve<TrailCalls>({
  schema: SCHEMA,
  version: VERSION,
  // No call waits for its record, so that none has to wait for the disk behind the trail either.
  commits: 'written',
  handlers: (database: Database): Handlers<TrailCalls> => {
    const writer = trailWriter(database)
    const reader = trailReader(database)
    return {
      append: { kind: 'write', run: writer.append },
      sweep: { kind: 'write', run: writer.sweep },
      find: { kind: 'read', run: reader.find },
      lookUp: { kind: 'read', run: reader.lookUp },
      page: { kind: 'read', run: reader.page },
      gaps: { kind: 'read', run: reader.gaps },
    }
  },
})
