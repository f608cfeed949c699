import assert from 'node:assert/strict'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { test } from 'node:test'
import { allowConsole } from './cors.ts'

/** The origin that a page of the console's port may read answers from; undefined: none. */
function allowed(port: number | undefined, headers: IncomingHttpHeaders): unknown {
  const told = new Map<string, unknown>()
  const response = { setHeader: (name: string, value: unknown) => told.set(name.toLowerCase(), value) }
  // As much of a request and an answer as is looked at.
  allowConsole(() => port)({ method: 'POST', headers } as IncomingMessage, response as unknown as ServerResponse)
  return told.get('access-control-allow-origin')
}

test('a page reads answers by the name that the call itself came by, on the console’s port', () => {
  const host = 'rolecall.test:4566'
  assert.equal(allowed(4580, { host, origin: 'http://rolecall.test:4580' }), 'http://rolecall.test:4580')
  for (const origin of ['http://rolecall.test', 'http://rolecall.test:4566', 'http://other.test:4580', 'null'])
    assert.equal(allowed(4580, { host, origin }), undefined, origin)
  assert.equal(allowed(undefined, { host, origin: 'http://rolecall.test:4580' }), undefined)
})

test('a console on port 80 is known by the origin that browsers write, which leaves that port out', () => {
  const host = 'rolecall.test:4566'
  assert.equal(allowed(80, { host, origin: 'http://rolecall.test' }), 'http://rolecall.test')
  assert.equal(allowed(80, { host: '[::1]:4566', origin: 'http://[::1]' }), 'http://[::1]')
  assert.equal(allowed(80, { host, origin: 'http://rolecall.test:80' }), undefined)
  assert.equal(allowed(80, { host, origin: 'https://rolecall.test' }), undefined)
  // 443 is a plain port to http, and written out.
  assert.equal(allowed(443, { host, origin: 'http://rolecall.test:443' }), 'http://rolecall.test:443')
})
