/** `rolecall policy` as a person and a pipeline run it. */
import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { runProgram, temporaryFolder } from './program.ts'

const cwd = temporaryFolder()
const write = (name: string, text: string): void => writeFileSync(join(cwd, name), text)
const run = (args: readonly string[], input?: string) =>
  runProgram(['policy', ...args], { cwd, ...(input !== undefined && { input }) })

const ALICE = 'arn:aws:iam::111122223333:user/alice'
const READER = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::config/*" },
    { "Sid": "NoSecrets", "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::config/secret" }
  ]
}
`
mkdirSync(join(cwd, 'policies'))
write('policies/reader.json', READER)
write('broken.json', READER.replace('"Statement": [', '"Statement" ['))

test('check says nothing but ok of a policy that AWS takes, and which kind it took it for', async () => {
  const { code, stdout, stderr } = await run(['check', 'policies/reader.json'])
  assert.deepEqual([code, stdout, stderr], [0, 'policies/reader.json: identity policy (guessed): ok\n', ''])
  const named = await run(['check', '--type', 'boundary', 'policies/reader.json'])
  assert.equal(named.stdout, 'policies/reader.json: boundary policy: ok\n')
})

test('check tells file, line and column as a compiler does, and ends with 1', async () => {
  const { code, stdout } = await run(['check', 'policies/reader.json', 'broken.json'])
  assert.equal(code, 1)
  assert.deepEqual(stdout.split('\n').slice(1), [
    'broken.json:3:15: error: Syntax errors in policy. (not JSON: a colon is missing) [MalformedPolicyDocument]',
    'broken.json: identity policy (guessed): 1 finding',
    '',
  ])
})

test('check reads standard input, and what the AWS CLI prints of a policy’s version', async () => {
  const answer = `{\n"PolicyVersion": { "VersionId": "v1", "Document": {\n"Version": "2012-10-17", "Statement": [\n{ "Effect": "Allow", "Action": "s3:Get*" }] } } }`
  const { code, stdout } = await run(['check', '-'], answer)
  assert.equal(code, 1)
  assert.match(stdout, /^<stdin>:4:1: error: Policy statement must contain resources\. \[MalformedPolicyDocument\]\n/)
})

test('check takes a trust policy for one, and says what is wrong with its principal', async () => {
  const trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"nobody"},"Action":"sts:AssumeRole"}]}`
  const { code, stdout } = await run(['check', '--json', '-'], trust)
  assert.equal(code, 1)
  assert.deepEqual(JSON.parse(stdout), [
    {
      file: '<stdin>',
      type: 'trust',
      guessed: true,
      findings: [
        {
          severity: 'error',
          code: 'MalformedPolicyDocument',
          message: 'Invalid principal in policy: "AWS":"nobody"',
          start: { line: 1, column: 38 },
          end: { line: 1, column: trust.length - 1 },
        },
      ],
    },
  ])
})

const CASES = `{
  "policies": { "reader": "policies/reader.json" },
  "defaults": { "principal": "${ALICE}", "identity": "reader", "action": "s3:GetObject" },
  "cases": [
    { "name": "reads", "resource": "arn:aws:s3:::config/app", "expect": "allow" },
    { "name": "not #1 secret", "resource": "arn:aws:s3:::config/secret", "expect": "allow" },
    { "name": "not elsewhere", "resource": "arn:aws:s3:::other/app", "expect": "implicit deny" }
  ]
}
`
write('cases.json', CASES)
write('good.json', CASES.replace('secret", "expect": "allow"', 'secret", "expect": "explicit deny"'))

test('test passes when every case does', async () => {
  const { code, stdout, stderr } = await run(['test', 'good.json'])
  assert.deepEqual([code, stderr], [0, ''])
  assert.equal(stdout, 'ok    reads\nok    not #1 secret\nok    not elsewhere\n\n3 cases passed\n')
})

test('test tells of a case that fails which statement of which file decided, and ends with 1', async () => {
  const { code, stdout } = await run(['test', 'cases.json', 'good.json'])
  assert.equal(code, 1)
  assert.match(
    stdout,
    /^FAIL {2}not #1 secret \(cases\.json:6:5\)\n {6}s3:GetObject on arn:aws:s3:::config\/secret: expected allow, got explicit deny by identity-based policy\n {8}policies\/reader\.json:5:5: statement "NoSecrets" of the identity-based policy denies$/m,
  )
  assert.match(stdout, /\n1 of 6 cases failed\n$/)
})

test('paths are the test file’s, wherever the command is run', async () => {
  const { code } = await runProgram(['policy', 'test', join(cwd, 'good.json')], { cwd: temporaryFolder() })
  assert.equal(code, 0)
})

test('test --tap prints TAP 14 with YAML diagnostics', async () => {
  const { code, stdout } = await run(['test', '--tap', 'cases.json'])
  assert.equal(code, 1)
  assert.equal(
    stdout,
    `TAP version 14
1..3
ok 1 - reads
not ok 2 - not \\#1 secret
  ---
  at: "cases.json:6:5"
  decisions:
    - action: "s3:GetObject"
      resource: "arn:aws:s3:::config/secret"
      message: "expected allow, got explicit deny by identity-based policy"
      reasons:
        - "policies/reader.json:5:5: statement \\"NoSecrets\\" of the identity-based policy denies"
  ...
ok 3 - not elsewhere
`,
  )
})

test('a test file that cannot be used is said with its place, and no case is run', async () => {
  write('bad.json', CASES.replace('"identity"', '"identities"'))
  const { code, stdout, stderr } = await run(['test', 'good.json', 'bad.json'])
  assert.deepEqual([code, stdout], [2, ''])
  assert.match(stderr, /^bad\.json:3:\d+: defaults has no member identities; it may have principal, action, .*\n$/)
  const tap = await run(['test', '--tap', 'bad.json'])
  assert.match(tap.stdout, /^TAP version 14\nBail out! bad\.json:3:\d+: defaults has no member identities/)
})

test('the example of the documentation passes', async () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/policy-files.md'), 'utf8')
  const [policy, cases] = [...page.matchAll(/^```json\n(.*?)^```$/gms)].map(([, text = '']) => text)
  assert.ok(policy && cases)
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'policies'))
  writeFileSync(join(folder, 'policies/app.json'), policy)
  writeFileSync(join(folder, 'app.cases.json'), cases)
  const { code, stdout } = await runProgram(['policy', 'test', 'app.cases.json'], { cwd: folder })
  assert.equal(code, 0, stdout)
})

test('the commands on files load the policy language and no server', () => {
  const folder = join(import.meta.dirname, '../../src/cli')
  // `recursive` answers paths as strings.
  const files = (readdirSync(join(folder, 'policy'), { recursive: true }) as string[])
    .filter((name) => name.endsWith('.ts') && !/\.test\.ts$|for-tests/.test(name))
    .map((name) => join('policy', name))
  assert.ok(files.length > 8)
  for (const file of files) {
    const imports = [...readFileSync(join(folder, file), 'utf8').matchAll(/ from '([^']+)'/g)].map(
      ([, name]) => name ?? '',
    )
    for (const name of imports) {
      assert.match(name, /^node:|^\.\.?\/[\w./-]*$/)
      if (name.startsWith('node:')) continue
      const at = join('/src/cli', file, '..', name)
      assert.match(
        at,
        /^\/src\/(policy|service-authorization|cli\/policy)\/|^\/src\/cli\/(command|paint)\.ts$/,
        `${file} imports ${name}`,
      )
    }
  }
})
