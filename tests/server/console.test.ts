import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { GetUserCommand, ListUsersCommand } from '@aws-sdk/client-iam'
import { serveConsole } from '../../src/console/serve.ts'
import { clients, createUser, type RawRequest, send, signed, startTestServer } from '../harness.ts'

const server = await startTestServer({ consolePort: 0 })
after(() => server.close())
const origin = server.console ?? ''
const site = { endpoint: origin }

const plain = (method: string, path: string, ...rawHeaders: string[]): RawRequest => ({
  method,
  path,
  query: '',
  rawHeaders,
  body: new Uint8Array(),
})

test('the console has a port of its own, and the library starts none unless it is asked for', async () => {
  assert.match(origin, /^http:\/\/127\.0\.0\.1:\d+$/)
  assert.notEqual(origin, server.endpoint)
  const without = await startTestServer()
  assert.equal('console' in without, false)
  await without.close()
})

test('any path of the console is its one page, with scripts from the build alone and calls to this server alone', async () => {
  assert.equal((await send(site, plain('GET', '/assets/gone.js'))).status, 404)
  const page = await send(site, plain('GET', '/iam/roles/app.v2'))
  assert.equal(page.status, 200)
  assert.match(String(page.headers['content-type']), /^text\/html/)
  const policy = String(page.headers['content-security-policy'])
  assert.match(policy, /default-src 'none'; script-src 'self';/)
  assert.match(policy, /frame-ancestors 'none'/)
  assert.ok(policy.includes(`connect-src 'self' ${server.endpoint};`))
  const [, nonce] = /'nonce-([^']+)'/.exec(policy) ?? []
  assert.ok(nonce !== undefined && page.body.includes(`nonce="${nonce}"`))
  const again = String((await send(site, plain('GET', '/'))).headers['content-security-policy'])
  assert.ok(!again.includes(nonce), 'each page has a nonce of its own')
  assert.equal(page.headers['cache-control'], 'no-store')
})

test('built files are sent compressed, and kept for ever because their names change with them', async () => {
  const page = (await send(site, plain('GET', '/'))).body.toString()
  const [, script = ''] = /src="(\/assets\/[^"]+\.js)"/.exec(page) ?? []
  const packed = await send(site, plain('GET', script, 'Accept-Encoding', 'gzip, br'))
  assert.equal(packed.headers['content-encoding'], 'br')
  assert.match(String(packed.headers['cache-control']), /immutable/)
  const bare = await send(site, plain('GET', script))
  assert.equal(bare.headers['content-encoding'], undefined)
  assert.ok(bare.body.length > packed.body.length * 2)
})

test('nothing outside the build is read', async () => {
  for (const path of [
    '/../package.json',
    '/assets/../../package.json',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '/%00.js',
  ])
    assert.notEqual((await send(site, plain('GET', path))).body.toString().includes('"rolecall"'), true, path)
})

test('a folder beside the build whose name begins as its does is not read, and a page goes out with its policy alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-console-'))
  after(() => rmSync(folder, { recursive: true }))
  const directory = join(folder, 'dist')
  for (const name of ['dist', 'dist-7']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'dist-7', 'making.js'), 'half made')
  writeFileSync(join(directory, 'index.html'), 'the page')
  writeFileSync(join(directory, 'other.html'), 'without a policy')
  const listener = createServer()
  serveConsole(listener, {
    directory,
    facts: () => ({ account: '', region: '', version: '', apiPort: 1 }),
    isOurHost: () => true,
    signIn: () => {},
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  after(() => listener.close())
  // A server that listens on a port has an AddressInfo.
  const at = { endpoint: `http://127.0.0.1:${(listener.address() as AddressInfo).port}` }
  const paths = ['http://x/../../../dist-7/making.js', '/other.html', '/INDEX.html', `/${'a'.repeat(5_000)}.js`]
  for (const path of paths) {
    const { body, headers } = await send(at, plain('GET', path))
    assert.equal(body.toString(), 'the page', path)
    assert.match(String(headers['content-security-policy']), /style-src/)
  }
})

test('every answer of the console’s origin is for it alone, stands in no frame, and is no more than its type says', async () => {
  const answers = [
    plain('GET', '/'),
    plain('GET', '/icon.svg'),
    plain('GET', '/config.json'),
    plain('GET', '/assets/gone.js'),
    plain('POST', '/sign-in'),
    plain('PUT', '/'),
    plain('GET', '/', 'Host', 'evil.example'),
  ]
  for (const request of answers) {
    const { headers } = await send(site, request)
    assert.match(String(headers['content-security-policy']), /default-src 'none'.*frame-ancestors 'none'/, request.path)
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin')
    assert.equal(headers['x-content-type-options'], 'nosniff')
  }
})

test('a Host cannot add to the policy of the page', async () => {
  for (const name of ['a * b.localhost', 'a;b.localhost', "a 'unsafe-inline' .localhost"]) {
    const { status } = await send(site, plain('GET', '/', 'Host', `${name}:4580`))
    assert.equal(status, 421, name)
  }
  const beside = plain('GET', '/', 'Host', 'my_bucket.s3.localhost:4580')
  assert.equal((await send(site, beside)).status, 200)
})

test('the configuration names the APIs by the name that the browser came by', async () => {
  const { body } = await send(site, plain('GET', '/config.json', 'Host', `localhost:${new URL(origin).port}`))
  assert.equal(JSON.parse(body.toString()).endpoint, `http://localhost:${new URL(server.endpoint).port}`)
})

test('a foreign Host is refused', async () => {
  assert.equal((await send(site, plain('GET', '/', 'Host', 'evil.example:4580'))).status, 421)
})

test('the APIs answer a preflight of the console, before anybody is asked who they are, and of no other page', async () => {
  const ask = (from: string, ...more: string[]) =>
    send(server, plain('OPTIONS', '/', 'Origin', from, 'Access-Control-Request-Method', 'POST', ...more))
  const ours = await ask(origin, 'Access-Control-Request-Headers', 'authorization,x-amz-date')
  assert.equal(ours.status, 204)
  assert.equal(ours.headers['access-control-allow-origin'], origin)
  assert.equal(ours.headers['access-control-allow-headers'], 'authorization,x-amz-date')
  assert.equal(ours.headers['access-control-allow-credentials'], undefined)
  const { port } = new URL(origin)
  const others = [
    server.endpoint,
    'http://evil.example',
    `http://evil.example:${port}`,
    `http://10.0.0.1:${port}`,
    `http://localhost:${port}`,
    `https://127.0.0.1:${port}`,
    'null',
  ]
  for (const other of others) {
    const { headers, status } = await ask(other)
    assert.equal(headers['access-control-allow-origin'], undefined, other)
    assert.notEqual(status, 204, other)
  }
  const byName = await ask(`http://localhost:${port}`, 'Host', `localhost:${new URL(server.endpoint).port}`)
  assert.equal(byName.status, 204)
})

test('the console may read an answer with its headers; another page may not', async () => {
  const call = (from: string) =>
    send(
      server,
      signed(
        server,
        {
          ...plain('POST', '/', 'Origin', from, 'Content-Type', 'application/x-www-form-urlencoded'),
          body: Buffer.from('Action=GetCallerIdentity&Version=2011-06-15'),
        },
        { credentials: server, service: 'sts', region: server.region },
      ),
    )
  const ours = await call(origin)
  assert.equal(ours.status, 200)
  assert.equal(ours.headers['access-control-allow-origin'], origin)
  assert.equal(ours.headers['access-control-expose-headers'], '*')
  assert.equal(ours.headers['vary'], 'Origin')
  const other = await call('http://evil.example')
  assert.equal(other.status, 200)
  assert.equal(other.headers['access-control-allow-origin'], undefined)
})

test('a denial of IAM links to the console’s page that explains it', async () => {
  const alice = await createUser(server, 'alice')
  const failure = await clients(server, alice)
    .iam.send(new ListUsersCommand({}))
    .catch((error: Error & { $metadata: { requestId: string } }) => error)
  assert.ok(failure instanceof Error)
  const id = failure.$metadata.requestId.replaceAll('-', '')
  assert.ok(
    failure.message.endsWith(
      `Go to ${origin}/iam/home?region=us-east-1#/authorization-details/${id} for complete details, or call the ` +
        `GetRequestAuthorizationDetails API with the following authorization id: ${id}`,
    ),
    failure.message,
  )
  await assert.rejects(clients(server, alice).iam.send(new GetUserCommand({ UserName: 'root' })))
})
