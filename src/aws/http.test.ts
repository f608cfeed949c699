import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { HTTP_OPTIONS, serveHttp } from './http.ts'

test('a connection that lies still in the midst of a call is ended at last, and one that is slow is not', () => {
  const server = createServer(HTTP_OPTIONS)
  serveHttp(server, {
    own: () => false,
    pipeline: async () => ({ status: 200, headers: [], body: undefined }),
    isOurHost: () => true,
  })
  assert.ok(server.timeout > 0, 'node never ends an idle socket by itself')
  assert.equal(server.requestTimeout, 0)
})
