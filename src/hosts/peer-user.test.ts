import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import { peerUser } from './peer-user.ts'

const NOBODY = 65534
const onLinux = process.platform === 'linux' ? false : 'only Linux has /proc/net/tcp'
const asRoot = onLinux || (process.getuid?.() === 0 ? false : 'only root can be two users')

/** What the server finds of who connects as this user. */
async function connectAs(t: TestContext, uid: number, address = '127.0.0.1'): Promise<number | undefined> {
  const server = createServer()
  t.after(() => server.close())
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  // A server that listens on a port has an AddressInfo.
  const { port } = server.address() as AddressInfo
  const connected = once(server, 'connection')
  const child = execFile('bash', ['-c', `exec 3<>/dev/tcp/${address}/${port}; read -t 30 <&3`], { uid })
  t.after(() => child.kill())
  // `connection` comes with the socket.
  const [socket] = (await connected) as [Socket]
  t.after(() => socket.destroy())
  return peerUser(socket)
}

test('the user at the other end of a local connection is found', { skip: onLinux }, async (t) => {
  assert.equal(await connectAs(t, process.getuid?.() ?? 0), process.getuid?.())
})

test('a client that connects by a socket of IPv6, as Java does, is found as well', { skip: asRoot }, async (t) => {
  assert.equal(await connectAs(t, NOBODY, '::ffff:127.0.0.1'), NOBODY)
})

test('another user is told apart', { skip: asRoot }, async (t) => {
  assert.equal(await connectAs(t, NOBODY), NOBODY)
})

test('a server on the loopback answers its own user and root, and nobody else', { skip: asRoot }, async (t) => {
  const program = `
    import { createServer } from 'node:http'
    import { refuseOtherUsers } from ${JSON.stringify(new URL('./peer-user.ts', import.meta.url).href)}
    const server = createServer((req, res) => res.end('answered'))
    refuseOtherUsers(server)
    server.listen(0, '127.0.0.1', () => console.log(server.address().port))`
  const child = execFile(process.execPath, ['--input-type=module', '-e', program], { uid: NOBODY, cwd: '/' })
  t.after(() => child.kill())
  const port = String((await once(child.stdout ?? process.stdin, 'data'))[0]).trim()
  const ask = (uid: number) =>
    new Promise<string>((done) => {
      execFile('curl', ['-s', `http://127.0.0.1:${port}/`], { uid, cwd: '/' }, (_error, stdout) => done(stdout))
    })
  assert.deepEqual([await ask(NOBODY), await ask(0), await ask(1)], ['answered', 'answered', ''])
})
