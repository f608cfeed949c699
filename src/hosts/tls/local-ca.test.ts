import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { connect } from 'node:tls'
import { type LocalCa, localCa } from './local-ca.ts'

const DAY = 24 * 60 * 60 * 1000
const directories: string[] = []
const directory = () => {
  const made = mkdtempSync(join(tmpdir(), 'rolecall-ca-'))
  directories.push(made)
  return made
}
after(() => {
  for (const made of directories) rmSync(made, { recursive: true, force: true })
})

/** A client's handshake for a name, trusting the authority alone. */
async function handshake(ca: LocalCa, servername: string): Promise<X509Certificate | 'refused'> {
  const server = createServer({
    SNICallback: (name, done) => {
      const context = ca.secureContextFor(name)
      done(context ? null : new Error('no such name'), context)
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // An address of a server that listens on a port is an AddressInfo.
  const { port } = server.address() as AddressInfo
  try {
    return await new Promise((resolve) => {
      const socket = connect({ port, host: '127.0.0.1', servername, ca: ca.caPem })
      socket.on('secureConnect', () => {
        resolve(socket.getPeerX509Certificate() ?? 'refused')
        socket.destroy()
      })
      socket.on('error', () => resolve('refused'))
    })
  } finally {
    server.close()
  }
}

test('a client that trusts the authority connects to AWS names, buckets of any depth included', async () => {
  const ca = localCa({ ephemeral: true, hosts: ['rolecall.test'] })
  for (const name of [
    'sts.us-east-1.amazonaws.com',
    'a.bucket.with.dots.s3.eu-west-1.amazonaws.com',
    'iam.amazonaws.com',
    'localhost',
    'rolecall.test',
  ]) {
    const certificate = await handshake(ca, name)
    assert.ok(certificate !== 'refused', name)
    assert.equal(certificate.subjectAltName, `DNS:${name}`)
    assert.equal(certificate.ca, false)
  }
})

test('no certificate is issued for names that are not AWS’s or this machine’s', async () => {
  const ca = localCa({ ephemeral: true })
  for (const name of [
    'example.com',
    'amazonaws.com.example.com',
    'amazonaws.com',
    'evilamazonaws.com',
    '*.amazonaws.com',
  ]) {
    assert.equal(ca.secureContextFor(name), undefined, name)
  }
  assert.equal(await handshake(ca, 'example.com'), 'refused')
})

test('a name is issued once and served again', async () => {
  const ca = localCa({ ephemeral: true })
  const name = 'logs.us-east-1.amazonaws.com'
  assert.equal(ca.secureContextFor(name), ca.secureContextFor(name.toUpperCase()))
})

test('the authority is kept: the key for its owner alone, the certificate for all', async () => {
  const where = directory()
  const first = localCa({ directory: where })
  assert.equal(statSync(join(where, 'ca.key')).mode & 0o777, 0o600)
  assert.equal(statSync(join(where, 'ca.pem')).mode & 0o777, 0o644)
  assert.equal(first.caFile, join(where, 'ca.pem'))
  const again = localCa({ directory: where })
  assert.equal(again.caPem, first.caPem)
  assert.ok((await handshake(again, 's3.amazonaws.com')) !== 'refused')
  assert.equal(new X509Certificate(first.caPem).ca, true)
})

test('a lost key is an error, not another authority', async () => {
  const where = directory()
  localCa({ directory: where })
  unlinkSync(join(where, 'ca.key'))
  assert.throws(() => localCa({ directory: where }), /ca\.pem stands without .*ca\.key/)
})

test('a key that cannot be read is an error that names the file', async () => {
  const where = directory()
  localCa({ directory: where })
  unlinkSync(join(where, 'ca.key'))
  // A folder in its place fails for root as well.
  const made = mkdtempSync(join(where, 'x'))
  renameSync(made, join(where, 'ca.key'))
  assert.throws(() => localCa({ directory: where }), /ca\.key cannot be read/)
})

test('a key of another authority is refused', async () => {
  const one = directory()
  const two = directory()
  localCa({ directory: one })
  localCa({ directory: two })
  writeFileSync(join(one, 'ca.key'), readFileSync(join(two, 'ca.key')))
  assert.throws(() => localCa({ directory: one }), /do not belong together/)
})

test('names of services, regions and kinds of endpoint are served, S3 buckets before them, and those of this machine', async () => {
  const ca = localCa({ ephemeral: true, hosts: ['*.rolecall.test'] })
  for (const name of [
    'ec2.eu-central-1.amazonaws.com',
    'monitoring.us-east-1.amazonaws.com',
    'logs.us-east-1.api.aws',
    'sts-fips.us-east-1.amazonaws.com',
    's3.dualstack.us-east-1.amazonaws.com',
    'bucket.s3-fips.dualstack.us-east-1.amazonaws.com',
    'bucket.s3.ap-southeast-2.amazonaws.com',
    '123456789012.s3-control.us-east-1.amazonaws.com',
    'sts.cn-north-1.amazonaws.com.cn',
    'bucket.s3.localhost',
    'a.rolecall.test',
  ]) {
    assert.ok((await handshake(ca, name)) !== 'refused', name)
  }
  assert.equal(ca.secureContextFor('rolecall.test'), undefined)
})

test('a client that names no server gets a certificate for this machine, and another one before that ends', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  let now = Date.now()
  const ca = localCa({ ephemeral: true, now: () => now })
  const server = createServer(ca.localPair())
  ca.keepFresh(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  // An address of a server that listens on a port is an AddressInfo.
  const { port } = server.address() as AddressInfo
  const ends = async () => {
    const certificate = await new Promise<X509Certificate | undefined>((resolve, reject) => {
      // The clock of the test runs ahead of the one that a client checks dates by.
      const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
        resolve(socket.getPeerX509Certificate())
        socket.destroy()
      })
      socket.on('error', reject)
    })
    return Date.parse(certificate?.validTo ?? '')
  }
  const first = await ends()
  for (let day = 0; day < 29; day += 1) {
    now += DAY
    t.mock.timers.tick(DAY)
  }
  const later = await ends()
  assert.ok(first > now && later - first >= 20 * DAY, `${first} ${later}`)
})

test('an authority near its end, or past it, is renewed with its key, and clients trust by the old certificate or the new', async () => {
  const where = directory()
  const made = localCa({ directory: where, now: () => Date.now() - 3300 * DAY })
  const old = made.caPem
  const renewals: { oldEnds: number; ends: number }[] = []
  const renewed = localCa({ directory: where, onRenewal: (renewal) => renewals.push(renewal) })
  assert.notEqual(renewed.caPem, old)
  assert.equal(readFileSync(join(where, 'ca.pem'), 'utf8'), renewed.caPem)
  const name = 'sts.us-east-1.amazonaws.com'
  for (const trusted of [old, renewed.caPem]) {
    assert.ok((await handshake({ ...renewed, caPem: trusted }, name)) !== 'refused')
  }
  assert.equal(renewals.length, 1)
  assert.ok(renewals[0]!.ends - renewals[0]!.oldEnds > 3000 * DAY)
  assert.equal(localCa({ directory: where }).caPem, renewed.caPem)

  const late = directory()
  const expired = localCa({ directory: late, now: () => Date.now() - 4000 * DAY }).caPem
  const mended = localCa({ directory: late })
  assert.ok((await handshake(mended, name)) !== 'refused')
  assert.equal(await handshake({ ...mended, caPem: expired }, name), 'refused')
})

test('an authority is renewed while the server runs', () => {
  let now = Date.UTC(2026, 0, 1)
  const ca = localCa({ ephemeral: true, now: () => now })
  const first = ca.caPem
  now += 3000 * DAY
  assert.equal(ca.caPem, first)
  now += 400 * DAY
  assert.ok(ca.secureContextFor('sts.amazonaws.com'))
  assert.ok(Date.parse(new X509Certificate(ca.caPem).validTo) > now + 3000 * DAY)
})

test('a renewal that cannot be written is tried again, and is a failure only once the authority has ended', async () => {
  const where = directory()
  localCa({ directory: where, now: () => Date.now() - 3300 * DAY })
  // A folder in its place fails for root as well.
  mkdirSync(join(where, 'ca.pem.new'))
  const ca = localCa({ directory: where })
  assert.ok((await handshake(ca, 'sts.us-east-1.amazonaws.com')) !== 'refused')
  rmdirSync(join(where, 'ca.pem.new'))
  assert.ok(Date.parse(new X509Certificate(ca.caPem).validTo) > Date.now() + 3000 * DAY)

  const late = directory()
  localCa({ directory: late, now: () => Date.now() - 4000 * DAY })
  mkdirSync(join(late, 'ca.pem.new'))
  assert.throws(() => localCa({ directory: late }), /EISDIR/)
})
