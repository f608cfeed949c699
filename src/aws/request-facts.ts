import { queryValues } from '../signature/canonical.ts'
import type { RequestFacts } from './operation.ts'
import type { IncomingRequest } from './progress.ts'

/** The HTTP facts of a request; the query is decoded only when somebody asks. */
export function requestFacts(incoming: IncomingRequest): RequestFacts {
  let query: ReadonlyMap<string, string> | undefined
  return {
    sourceIp: incoming.sourceIp,
    vpc: incoming.vpc,
    secure: incoming.secure,
    userAgent: incoming.headers['user-agent'],
    host: incoming.headers['host'] ?? '',
    header: (name) => incoming.headers[name],
    query: (name) => {
      query ??= queryValues(incoming.query)
      return query.get(name)
    },
  }
}
