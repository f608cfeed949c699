import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
} from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { instanceRecord, NOW } from '../instances/fixtures.ts'
import type { InstanceRecord } from '../instances/records.ts'
import type { CredentialVendor } from '../metadata/credentials.ts'
import { metadataServer } from '../metadata/metadata-server.ts'
import { controlServer } from './control-server.ts'
import { ExecError, execOnInstance } from './exec-client.ts'
import type { HostAccess } from './host.ts'
import { type InstanceHosts, instanceHosts } from './instance-hosts.ts'
import { namespaceProblem } from './namespace.ts'
import { localCa } from './tls/local-ca.ts'

const cleanups: (() => unknown)[] = []
after(async () => {
  for (const clean of cleanups.reverse()) await clean()
})

const signer = { signature: () => '', signedData: () => '' }

/** A server with these instances; its API answers what it was asked and from where. */
async function start(records: readonly InstanceRecord[], ways?: readonly HostAccess['way'][]) {
  const directory = mkdtempSync(join(tmpdir(), 'rolecall-exec-'))
  cleanups.push(() => rmSync(directory, { recursive: true, force: true }))
  const byId = new Map(records.map((record) => [record.id, record]))
  const instance = (id: string) => byId.get(id)
  const ca = localCa({ ephemeral: true })
  const vendor: CredentialVendor = {
    credentialsFor: () => ({ kind: 'none' }),
    identityFor: () => assert.fail('not asked for'),
  }
  const hosts: InstanceHosts = instanceHosts({
    instance,
    metadata: metadataServer({
      instance,
      vendor,
      signer,
      now: () => NOW,
    }),
    vendor,
    apiServer: ({ instance: record, tls }) => {
      const server: Server = tls ? createTlsServer(tls) : createServer()
      server.on('request', (req, res) => {
        res.end(`${record.id} ${tls ? 'https' : 'http'} ${req.headers.host} ${req.socket.remoteAddress}`)
      })
      return server
    },
    ca: () => ca,
    watchEvery: 20,
    ...(ways ? { ways } : {}),
  })
  cleanups.push(() => hosts.close())
  const socketPath = join(directory, 'control.sock')
  const uses: string[] = []
  const control = await controlServer({
    path: socketPath,
    hosts,
    instance,
    onUse: ({ instance: used, way }) => uses.push(`${used.id} ${way}`),
    onTrail: async () => {},
  })
  cleanups.push(() => control.close())
  const said: string[] = []
  /** Runs a shell script on the instance; answers its exit code and what it wrote. */
  const run = async (id: string, script: string, environment: Record<string, string | undefined> = process.env) => {
    const output = join(directory, `out-${uses.length}`)
    const code = await execOnInstance({
      socketPath,
      instance: id,
      command: ['sh', '-c', `exec >${output} 2>&1; ${script}`],
      environment,
      cwd: directory,
      say: (sentence) => said.push(sentence),
    })
    return { code, output: existsSync(output) ? readFileSync(output, 'utf8') : '' }
  }
  return {
    directory,
    hosts,
    control,
    socketPath,
    run,
    said,
    uses,
    set: (record: InstanceRecord) => byId.set(record.id, record),
  }
}

const problems = {
  namespace: namespaceProblem('namespace'),
  'user namespace': namespaceProblem('user namespace'),
}
const one = instanceRecord()
const two = instanceRecord({ id: 'i-0fedcba9876543210', privateIp: '172.31.5.10' })

for (const way of ['namespace', 'user namespace'] as const) {
  const skip = problems[way] === undefined ? false : `no ${way} here: ${problems[way]}`

  test(`a command in a ${way} finds its own instance at 169.254.169.254 and nobody else's`, { skip }, async () => {
    const { run, said, uses } = await start([one, two], [way])
    const script = `T=$(curl -sS -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token)
curl -sS -H "X-aws-ec2-metadata-token: $T" http://169.254.169.254/latest/meta-data/instance-id`
    assert.deepEqual(await run(one.id, script), { code: 0, output: one.id })
    assert.deepEqual(await run(two.id, script), { code: 0, output: two.id })
    assert.match(said[0] ?? '', /network namespace/)
    assert.deepEqual(uses, [`${one.id} ${way}`, `${two.id} ${way}`])
  })

  test(`AWS names in a ${way} lead to the server over TLS, buckets included, from the instance's address`, {
    skip,
  }, async () => {
    const { run } = await start([one], [way])
    for (const name of ['sts.us-east-1.amazonaws.com', 'my.bucket.s3.eu-west-1.amazonaws.com']) {
      const { output } = await run(one.id, `curl -sS https://${name}/`)
      assert.match(output, new RegExp(`^${one.id} https ${name.replaceAll('.', '\\.')} (?:::ffff:)?172\\.31\\.5\\.9$`))
    }
    assert.match((await run(one.id, 'curl -sS http://logs.us-east-1.amazonaws.com/')).output, / http logs\./)
    const outside = await run(one.id, 'curl -sS https://example.com/')
    assert.equal(outside.code, 6)
  })

  test(`a ${way} knows the instance's names and leaves the machine's files alone`, { skip }, async () => {
    const before = readFileSync('/etc/hosts', 'utf8')
    const { run } = await start([one], [way])
    const { output } = await run(one.id, 'getent hosts ip-172-31-5-9.ec2.internal instance-data; cat /etc/resolv.conf')
    assert.match(output, /172\.31\.5\.9 /)
    assert.match(output, /169\.254\.169\.254 /)
    assert.match(output, /nameserver 169\.254\.169\.253/)
    assert.equal(readFileSync('/etc/hosts', 'utf8'), before)
  })

  test(`exit code, folder, user and a signal's number come through a ${way}`, { skip }, async () => {
    const { run, directory, said } = await start([one], [way])
    assert.equal((await run(one.id, 'exit 42')).code, 42)
    assert.equal((await run(one.id, 'kill -TERM $$')).code, 143)
    assert.equal((await run(one.id, 'pwd')).output.trim(), directory)
    assert.equal((await run(one.id, 'id -u')).output.trim(), String(process.getuid?.()))
    assert.doesNotMatch(said.join('\n'), /the server is gone|the command is ended/)
  })

  test(`the caller's AWS variables do not reach a command in a ${way}`, { skip }, async () => {
    const { run } = await start([one], [way])
    const { output } = await run(one.id, 'env', {
      ...process.env,
      AWS_ACCESS_KEY_ID: 'leaked-key',
      AWS_SECRET_ACCESS_KEY: 'leaked-secret',
      AWS_SESSION_TOKEN: 'leaked-token',
      AWS_PROFILE: 'leaked-profile',
      AWS_ENDPOINT_URL_S3: 'http://leaked',
      AWS_REGION: 'leaked-region',
      AWS_WEB_IDENTITY_TOKEN_FILE: 'leaked-file',
      AWS_EC2_METADATA_DISABLED: 'true',
      https_proxy: 'http://leaked-proxy',
      CURL_CA_BUNDLE: '/leaked.pem',
      AWS_PAGER: 'less',
      KEPT: 'yes',
    })
    assert.doesNotMatch(output, /leaked|METADATA_DISABLED/)
    assert.match(output, /^AWS_PAGER=less$/m)
    assert.match(output, /^KEPT=yes$/m)
    assert.match(output, /^AWS_SHARED_CREDENTIALS_FILE=\/dev\/null$/m)
    assert.match(output, /^REQUESTS_CA_BUNDLE=.*ca-bundle\.pem$/m)
  })

  test(`a terminated instance ends its commands and its ${way}`, { skip }, async () => {
    const service = await start([one], [way])
    const access = await service.hosts.prepare(one.id)
    assert.ok(access.way === way)
    // Left behind on purpose: it outlives the command that started it, as a daemon would.
    const pidFile = join(service.directory, 'daemon.pid')
    const running = service.run(one.id, `setsid sleep 1000 & echo $! >${pidFile}; sleep 1000`)
    await until(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8').trim() !== '')
    const daemon = Number(readFileSync(pidFile, 'utf8'))
    service.set({ ...one, state: 'terminated' })
    assert.ok((await running).code > 128)
    assert.match(service.said.at(-1) ?? '', /the instance is terminated/)
    await until(() => !isAlive(daemon) && !existsSync(access.paths.net))
    assert.equal(existsSync(access.caFile), false)
    await assert.rejects(service.run(one.id, 'true'), /is terminated, not running/)
  })

  test(`another boot has another ${way}`, { skip }, async () => {
    const service = await start([one], [way])
    const first = await service.hosts.prepare(one.id)
    assert.ok(first.way === way)
    // Held, so that its number stays its own.
    const held = openSync(first.paths.net, 'r')
    cleanups.push(() => closeSync(held))
    const firstNetwork = readlinkSync(first.paths.net)
    service.set({ ...one, bootEpoch: 2 })
    const second = await service.hosts.prepare(one.id)
    assert.ok(second.way === way)
    assert.notEqual(firstNetwork, readlinkSync(second.paths.net))
  })

  test(`a server that is killed leaves no ${way}, process or file behind`, { skip }, async () => {
    const directory = mkdtempSync(join(tmpdir(), 'rolecall-kill-'))
    cleanups.push(() => rmSync(directory, { recursive: true, force: true }))
    const program = `
      import { createServer } from 'node:http'
      import { instanceHosts } from ${JSON.stringify(new URL('./instance-hosts.ts', import.meta.url).href)}
      const hosts = instanceHosts({
        instance: () => (${JSON.stringify(one)}),
        metadata: { listenFor() {} },
        apiServer: () => createServer(),
        ca: () => ({ caPem: 'x' }),
        ways: [${JSON.stringify(way)}],
      })
      const { paths, caFile } = await hosts.prepare(${JSON.stringify(one.id)})
      console.log(JSON.stringify({ paths, caFile }))
      setInterval(() => {}, 1000)`
    const server = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const line = await new Promise<string>((done) => server.stdout.once('data', (chunk) => done(String(chunk))))
    const { paths, caFile } = JSON.parse(line)
    const user = paths.user === undefined ? [] : [`--user=${paths.user}`, '--preserve-credentials']
    const inside = spawn('nsenter', [...user, `--net=${paths.net}`, 'sleep', '1000'])
    const insideEnded = new Promise((done) => inside.once('exit', (_code, signal) => done(signal)))
    await until(() => readFileSync(`/proc/${inside.pid}/cmdline`, 'utf8').startsWith('sleep'))
    server.kill('SIGKILL')
    assert.equal(await insideEnded, 'SIGKILL')
    await until(() => !existsSync(caFile))
  })
}

test('without namespaces a command gets the endpoint variables, and is told what is different', async () => {
  const { run, said } = await start([one], ['environment'])
  const script = `T=$(curl -sS -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' $AWS_EC2_METADATA_SERVICE_ENDPOINT/latest/api/token)
curl -sS -H "X-aws-ec2-metadata-token: $T" $AWS_EC2_METADATA_SERVICE_ENDPOINT/latest/meta-data/instance-id; echo; curl -sS $AWS_ENDPOINT_URL`
  const { code, output } = await run(one.id, script)
  assert.equal(code, 0)
  assert.match(output, new RegExp(`^${one.id}\n${one.id} http 127\\.0\\.0\\.1:\\d+ `))
  assert.match(said.join('\n'), /without a namespace.*169\.254\.169\.254 find no metadata/s)
})

test('an instance that is unknown or not running is refused with AWS’s words', async () => {
  const service = await start([{ ...one, state: 'stopped' }], ['environment'])
  await assert.rejects(
    service.run('i-0aaaaaaaaaaaaaaaa', 'true'),
    /The instance ID 'i-0aaaaaaaaaaaaaaaa' does not exist/,
  )
  await assert.rejects(service.run(one.id, 'true'), (error: unknown) => {
    assert.ok(error instanceof ExecError)
    assert.match(error.message, /is stopped, not running \(IncorrectInstanceState\)/)
    return true
  })
})

test('a program that is not there is reported', async () => {
  const { socketPath } = await start([one], ['environment'])
  await assert.rejects(
    execOnInstance({
      socketPath,
      instance: one.id,
      command: ['/nowhere/program'],
      environment: {},
      cwd: '/',
      say: () => {},
    }),
    /\/nowhere\/program could not be run/,
  )
})

test('a server that stops ends the commands', async () => {
  const service = await start([one], ['environment'])
  const marker = join(service.directory, 'started')
  const running = service.run(one.id, `touch ${marker}; exec sleep 1000`)
  await until(() => existsSync(marker))
  await service.hosts.close()
  assert.equal((await running).code, 143)
})

test('the control socket is its owner’s alone, and so must its folder be', async () => {
  const service = await start([one], ['environment'])
  assert.equal(statSync(service.socketPath).mode & 0o777, 0o600)
  const open = mkdtempSync(join(tmpdir(), 'rolecall-open-'))
  cleanups.push(() => rmSync(open, { recursive: true, force: true }))
  chmodSync(open, 0o755)
  const options = { hosts: service.hosts, instance: () => one, onTrail: async () => {} }
  await assert.rejects(controlServer({ ...options, path: join(open, 'control.sock') }), /is open to others/)
  await assert.rejects(controlServer({ ...options, path: service.socketPath }), /another server listens/)
  await assert.rejects(controlServer({ ...options, path: `/${'x'.repeat(120)}/s` }), /longer than 107 bytes/)
})

test('without a server exec says how to start one', async () => {
  await assert.rejects(
    execOnInstance({
      socketPath: '/nowhere/s',
      instance: one.id,
      command: ['true'],
      environment: {},
      cwd: '/',
      say: () => {},
    }),
    /no server answers on \/nowhere\/s .*rolecall start/,
  )
})

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((done) => setTimeout(done, 5))
}
