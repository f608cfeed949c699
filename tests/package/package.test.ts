/** The package as it is published: packed, installed from its tarball into an empty folder, and used from there. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { slow } from '../tools.ts'

const ROOT = join(import.meta.dirname, '../..')
// The file is JSON with these members.
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly version: string }

let folder = ''
let packed: readonly string[] = []

/** The pinned Node stands in for the user's, which has to be as new. */
const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env['PATH']}` }

const run = (command: string, ...args: readonly string[]): string =>
  execFileSync(command, [...args], { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

before(() => {
  if (slow) return
  folder = mkdtempSync(join(tmpdir(), 'rolecall-package-'))
  execFileSync(process.execPath, [join(ROOT, 'tools', 'build.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] })
  const pack = ['pack', ROOT, '--json', '--ignore-scripts', '--pack-destination', folder]
  // npm's answer to --json: a list, or an object by package name.
  const answer = Object.values(JSON.parse(run('npm', ...pack))) as { filename: string; files: { path: string }[] }[]
  packed = answer[0]?.files.map(({ path }) => path) ?? []
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }))
  run('npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', `./${answer[0]?.filename}`)
})
after(() => {
  if (folder !== '') rmSync(folder, { recursive: true, force: true })
})

test('the package holds what it runs from and nothing of the tests', { skip: slow }, () => {
  for (const file of [
    'dist/main.js',
    'dist/library.js',
    'dist/library.d.ts',
    'bin/rolecall.mjs',
    'models/iam.json',
    'console/dist/index.html',
  ]) {
    assert.ok(packed.includes(file), `${file} is missing; see "files" in package.json`)
  }
  const strangers = packed.filter((file) =>
    /\.test\.|(^|[/-])for-tests|fixture|^(src|tests|tools|bench|\.cache)\//.test(file),
  )
  assert.deepEqual(strangers, [], 'leave these out in tools/tsconfig.build.json or "files" in package.json')
})

test("it brings no node command that would take the place of the user's own", { skip: slow }, () => {
  assert.equal(existsSync(join(folder, 'node_modules', '.bin', 'rolecall')), true)
  assert.equal(existsSync(join(folder, 'node_modules', '.bin', 'node')), false)
})

test('its command answers under npx', { skip: slow }, () => {
  assert.equal(run('npx', '--no-install', 'rolecall', '--version').trim(), `rolecall ${version}`)
})

test('its library starts a server that knows its caller and has the console, and ends', { skip: slow }, () => {
  writeFileSync(
    join(folder, 'consumer.js'),
    `import { execFileSync } from 'node:child_process'
     import { startRolecall } from 'rolecall'
     const server = await startRolecall({ consolePort: 0 })
     const page = await (await fetch(server.console)).text()
     const unsigned = await fetch(server.endpoint, {
       method: 'POST',
       headers: { 'content-type': 'application/x-www-form-urlencoded' },
       body: 'Action=GetCallerIdentity&Version=2011-06-15',
     })
     const { STSClient, GetCallerIdentityCommand } = await import(${JSON.stringify(import.meta.resolve('@aws-sdk/client-sts'))})
     const { endpoint, region, accessKeyId, secretAccessKey } = server
     const sts = new STSClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } })
     const { Arn } = await sts.send(new GetCallerIdentityCommand({}))
     sts.destroy()
     await server.close()
     console.log(JSON.stringify({ Arn, unsigned: unsigned.status, page: page.includes('<div id="root">') }))`,
  )
  const answer = JSON.parse(run(process.execPath, 'consumer.js'))
  assert.deepEqual(answer, { Arn: 'arn:aws:iam::123456789012:root', unsigned: 403, page: true })
})

test('its policy library decides without a server', { skip: slow }, () => {
  writeFileSync(
    join(folder, 'policy.js'),
    `import { compile, decide, explain, parsePolicy, validate } from 'rolecall/policy'
     const document = parsePolicy('{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}')
     compile(document, 'identity-based policy')
     const request = (action) => ({
       principal: { kind: 'user', account: '123456789012', arn: 'arn:aws:iam::123456789012:user/ada', entityId: 'AIDAEXAMPLE' },
       action,
       resource: 'arn:aws:s3:::bucket/key',
       resourceAccount: '123456789012',
       context: new Map(),
       policies: { identity: [{ name: 'read', document }] },
     })
     const { nearest } = explain(request('s3:PutObject'))
     console.log(JSON.stringify([
       decide(request('s3:GetObject')).effect,
       decide(request('s3:PutObject')).effect,
       nearest.failing.map(({ element }) => element),
       validate('{}', 'identity').problem.code,
     ]))`,
  )
  assert.deepEqual(JSON.parse(run(process.execPath, 'policy.js')), [
    'allow',
    'implicit deny',
    ['Action'],
    'MalformedPolicyDocument',
  ])
})

test('its policy library runs where Node is not', { skip: slow }, () => {
  const dist = join(folder, 'node_modules', 'rolecall', 'dist')
  const reached = new Set<string>()
  const follow = (file: string): void => {
    if (reached.has(file)) return
    reached.add(file)
    const text = readFileSync(file, 'utf8')
    assert.doesNotMatch(text, /'node:|\b(?:Buffer|process|globalThis)[.[]|\brequire\(/, `${file} asks for Node`)
    for (const [, target = ''] of text.matchAll(/(?:from|import) '(\.[^']+)'/g)) follow(join(dirname(file), target))
  }
  follow(join(dist, 'policy-library.js'))
  assert.ok(reached.size > 20)
})

test('its types are found and hold', { skip: slow }, () => {
  const compile = (text: string): string => {
    writeFileSync(join(folder, 'consumer.ts'), text)
    const options = [
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--module',
      'nodenext',
      '--target',
      'es2024',
      '--types',
      '',
    ]
    try {
      run(process.execPath, join(ROOT, 'node_modules/typescript/bin/tsc'), ...options, 'consumer.ts')
      return ''
    } catch (error) {
      // A failed compilation throws with what it printed.
      return String((error as { stdout?: string }).stdout)
    }
  }
  const start = `import { type Rolecall, startRolecall } from 'rolecall'\nconst server: Rolecall = await startRolecall({ port: 0 })\n`
  assert.equal(compile(`${start}export const endpoint: string = server.endpoint\n`), '')
  assert.match(compile(`${start}export const endpoint: number = server.endpoint\n`), /TS2322/)
})
