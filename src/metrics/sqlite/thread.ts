import type { Handlers } from '../../bulk/calls.ts'
import type { Database } from '../../bulk/database.ts'
import { serve } from '../../bulk/serve.ts'
import type { MetricCalls } from './calls.ts'
import { pointHandlers } from './points.ts'
import { SCHEMA, VERSION } from './schema.ts'
import { seriesHandlers } from './series.ts'

serve<MetricCalls>({
  schema: SCHEMA,
  version: VERSION,
  handlers: (database: Database): Handlers<MetricCalls> => {
    const series = seriesHandlers(database)
    const points = pointHandlers(database, series)
    return {
      add: { kind: 'write', run: points.add },
      read: { kind: 'read', run: points.read },
      list: { kind: 'read', run: series.list },
      age: { kind: 'write', run: points.age },
    }
  },
})
