import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { RunInstancesCommand, StopInstancesCommand } from '@aws-sdk/client-ec2'
import { VERSION } from '../../src/version.ts'
import { clients } from '../harness.ts'
import { runProgram, startProgram, temporaryFolder } from './program.ts'

const COMMANDS = ['start', 'env', 'exec', 'ca', 'trail', 'why', 'policy', 'demo']

test('help names every command, and each command has a help of its own', async () => {
  for (const args of [['help'], ['--help'], ['-h'], []]) {
    const { code, stdout, stderr } = await runProgram(args)
    assert.equal(code, 0)
    assert.equal(stderr, '')
    for (const command of COMMANDS) assert.match(stdout, new RegExp(`^ {2}${command} {2,}\\S`, 'm'))
  }
  for (const command of COMMANDS) {
    for (const option of ['--help', '-h']) {
      const { code, stdout, stderr } = await runProgram([command, option])
      assert.equal(code, 0)
      assert.equal(stderr, '')
      assert.match(stdout, new RegExp(`^rolecall ${command}\\b`))
    }
  }
})

test('the version is printed', async () => {
  for (const name of ['version', '--version']) assert.equal((await runProgram([name])).stdout, `rolecall ${VERSION}\n`)
})

const WRONG: readonly (readonly [args: readonly string[], says: RegExp, env?: Record<string, string>])[] = [
  [['begin'], /no command is named begin; see rolecall --help/],
  [['constructor'], /no command is named constructor/],
  [['start', '--prot', '1'], /--prot.*\nSee rolecall start --help/],
  [['start', 'now'], /now.*\nSee rolecall start --help/s],
  [['start', '--port', 'http'], /--port takes a number from 0 to 65535, not http/],
  [['start', '--port', '65536'], /--port takes a number from 0 to 65535, not 65536/],
  [['start', '--port', '-1'], /port/],
  [['start', '--port', '65535'], /--tls-port takes a number from 0 to 65535/],
  [['start', '--tls-port', '1.5'], /--tls-port takes a number/],
  [['start', '--account', '12345'], /--account takes 12 digits, not 12345/],
  [['start', '--propagation', 'soon'], /--propagation takes instant or aws, not soon/],
  [['start', '--region', 'Europe'], /--region takes a name such as us-east-1, not Europe/],
  [['start', '--trail-days', '0'], /--trail-days takes a number from 1 to 999999, not 0/],
  [['start', '--trail-size', '1G'], /--trail-size takes a number from 1 to 999999, not 1G/],
  [['start', '--ephemeral', '--data', 'x'], /--ephemeral keeps nothing, so it takes no --data/],
  [['start'], /--port takes a number from 0 to 65535, not many/, { ROLECALL_PORT: 'many' }],
  [['start'], /--account takes 12 digits/, { ROLECALL_ACCOUNT: '1' }],
  [['env', '--json'], /--json.*\nSee rolecall env --help/],
  [['exec'], /name the command after --/],
  [['exec', 'i-1'], /name the command after --/],
  [['exec', '--', 'true'], /one instance id/],
  [['exec', 'i-1', 'i-2', '--', 'true'], /one instance id/],
  [['exec', 'i-1', '--'], /names no command/],
  [['ca', '--trust'], /--trust.*\nSee rolecall ca --help/],
  [['trail', '-n', 'all'], /-n takes a number, not all/],
  [['trail', 'now'], /now.*\nSee rolecall trail --help/s],
  [['why', 'a', 'b'], /takes one id/],
  [['policy'], /name what to do: check or test\nSee rolecall policy --help/],
  [['policy', 'lint'], /takes check or test, not lint/],
  [['policy', 'check'], /check takes the files of policies/],
  [['policy', 'check', '--type', 'acl', 'x.json'], /--type takes identity, .* or rcp, not acl/],
  [['policy', 'check', 'no-such-file.json'], /^no-such-file\.json: cannot be read \(ENOENT\)\n$/],
  [['policy', 'test'], /test takes files of cases/],
  [['policy', 'test', '--type', 'trust', 'x.json'], /--type.*\nSee rolecall policy --help/s],
  [['demo', 'loud'], /loud.*\nSee rolecall demo --help/s],
]

for (const [args, says, env = {}] of WRONG) {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value} `)
  test(`${variables.join('')}rolecall ${args.join(' ')} is called wrongly: exit code 2`, async () => {
    const { code, stdout, stderr } = await runProgram(args, { env })
    assert.equal(code, 2)
    assert.equal(stdout, '')
    assert.match(stderr, says)
    assert.doesNotMatch(stderr, /^\s+at /m)
  })
}

test('env prints lines that a shell takes, and which lead to the server', async () => {
  // The folder's name has to survive the shell.
  const cwd = temporaryFolder()
  const data = join(cwd, "state of 'Rolecall' $HOME")
  const server = await startProgram(['--data', data, '--region', 'eu-central-1'])
  const { code, stdout, stderr } = await runProgram(['env', '--data', data])
  assert.equal(code, 0)
  assert.equal(stderr, '')
  const script = `${stdout}printf '%s\\n' "$AWS_ENDPOINT_URL" "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" "$AWS_REGION" "$AWS_DEFAULT_REGION" "$AWS_CA_BUNDLE" "$AWS_SESSION_TOKEN$AWS_PROFILE"`
  const env = { PATH: process.env['PATH'] ?? '', AWS_SESSION_TOKEN: 'stale', AWS_PROFILE: 'other' }
  const { ready } = server
  assert.deepEqual(
    execFileSync(
      '/bin/sh',
      ['-eu', '-c', script.replace('"$AWS_SESSION_TOKEN$AWS_PROFILE"', '"${AWS_SESSION_TOKEN-}${AWS_PROFILE-}"')],
      { env, encoding: 'utf8' },
    ).split('\n'),
    [ready.endpoint, ready.accessKeyId, ready.secretAccessKey, 'eu-central-1', 'eu-central-1', ready.caFile, '', ''],
  )
  assert.equal((await runProgram(['env'], { env: { ROLECALL_DATA: data } })).stdout, stdout)
})

test('a command that needs a server says how to go on where none has run', async () => {
  const cwd = temporaryFolder()
  for (const args of [['env'], ['exec', 'i-0123456789abcdef0', '--', 'true'], ['trail'], ['why']]) {
    const { code, stdout, stderr } = await runProgram(args, { cwd })
    assert.equal(code, 1)
    assert.equal(stdout, '')
    assert.match(
      stderr,
      /^rolecall (env|exec|trail|why): no server has run here: .*\.rolecall\/server\.json does not exist; start one, or name its folder with --data\n$/,
    )
  }
})

test('exec answers the exit code of the command, and refuses where there is no such instance or no server', async () => {
  const data = join(temporaryFolder(), 'state')
  const server = await startProgram(['--data', data])
  const { ec2 } = clients(server.ready)
  const launched = await ec2.send(
    new RunInstancesCommand({ ImageId: 'ami-0abcdef1234567890', InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 }),
  )
  const id = launched.Instances?.[0]?.InstanceId ?? ''
  const run = (...args: string[]) => runProgram(['exec', '--data', data, ...args])

  assert.equal((await run(id, '--', 'sh', '-c', 'exit 7')).code, 7)
  assert.equal((await run(id, '--', 'sh', '-c', 'kill -KILL $$')).code, 137)
  const said = await run(id, '--', 'echo', 'two  words', '--help')
  assert.equal(said.code, 0)
  assert.equal(said.stdout, 'two  words --help\n')
  assert.match(said.stderr, /^(rolecall exec: .*\n)+$/)
  assert.doesNotMatch(said.stderr, /gone|ended/)
  assert.equal((await run('--quiet', id, '--', 'true')).stderr, '')

  const unknown = await run('i-0123456789abcdef0', '--', 'true')
  assert.equal(unknown.code, 1)
  assert.match(unknown.stderr, /i-0123456789abcdef0.*\(InvalidInstanceID\.NotFound\)\n$/)
  const elsewhere = await run('--region', 'eu-west-1', id, '--', 'true')
  assert.equal(elsewhere.code, 1)
  assert.match(elsewhere.stderr, /^rolecall exec: .*\n$/)
  await ec2.send(new StopInstancesCommand({ InstanceIds: [id] }))
  const stopped = await run(id, '--', 'true')
  assert.equal(stopped.code, 1)
  assert.match(stopped.stderr, /is stop(ped|ping), not running/)

  await server.stop()
  const none = await run(id, '--', 'true')
  assert.equal(none.code, 1)
  assert.match(none.stderr, /^rolecall exec: no server answers on .*; start one with rolecall start\n$/)
})

test('the demo tells its story to the table and ends with 0, in plain text where there is no terminal', async () => {
  const { code, stdout, stderr } = await runProgram(['demo'])
  assert.equal(stderr, '')
  assert.equal(code, 0)
  assert.match(stdout, /AssumeRole vs instance profile/)
  assert.match(stdout, /^ {2}embedded secret +AKIA[A-Z2-7]{16}, alice's own key +none$/m)
  assert.match(stdout, /^ {2}temporary key +ASIA[A-Z2-7]{16} +ASIA[A-Z2-7]{16}$/m)
  assert.match(stdout, /\nEvery step went as told\.\n$/)
  assert.equal(stdout.includes('\u001b'), false)
})
