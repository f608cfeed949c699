import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { tool } from '../tools.ts'
import { runProgram, startProgram, temporaryFolder } from './program.ts'

const curl = tool('curl')

test("ca prints the server's certificate, where it is, its fingerprint, and how it is trusted", async () => {
  const data = join(temporaryFolder(), 'state of "Rolecall"')
  const { ready } = await startProgram(['--data', data])
  const { code, stdout, stderr } = await runProgram(['ca', '--data', data])
  assert.equal(code, 0, stderr)
  const pem = readFileSync(ready.caFile, 'utf8')
  assert.ok(stdout.startsWith(pem))
  assert.ok(stdout.includes(`file         ${ready.caFile}\n`))
  assert.ok(stdout.includes(new X509Certificate(pem).fingerprint256))
  for (const name of ['AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE']) {
    // A shell takes the line as it stands, whatever the folder is called.
    const line = stdout.split('\n').find((text) => text.includes(`export ${name}=`)) ?? ''
    const script = `${line.slice(line.indexOf('export'))}; printf %s "$${name}"`
    assert.equal(execFileSync('sh', ['-c', script], { encoding: 'utf8' }), ready.caFile)
  }
  for (const command of ['update-ca-certificates', 'update-ca-trust', 'security', 'certutil', 'keytool']) {
    assert.match(stdout, new RegExp(`\\b${command} `.trim()))
  }
})

test('ca --pem prints a certificate that curl trusts the server by', { skip: curl.skip }, async () => {
  const folder = temporaryFolder()
  const { ready } = await startProgram(['--data', folder])
  const { stdout } = await runProgram(['ca', '--pem', '--data', folder])
  assert.equal(stdout, readFileSync(ready.caFile, 'utf8'))
  const file = join(folder, 'copy.pem')
  writeFileSync(file, stdout)
  const health = execFileSync(curl.path, ['-sS', '--cacert', file, `${ready.tlsEndpoint}/_rolecall/health`])
  assert.match(health.toString(), /"status":"ok"/)
})

test('ca --identity-document prints the certificate of the key that signs the documents', async () => {
  const folder = temporaryFolder()
  await startProgram(['--data', folder])
  const first = await runProgram(['ca', '--identity-document', '--pem', '--data', folder])
  const again = await runProgram(['ca', '--identity-document', '--data', folder])
  assert.ok(again.stdout.startsWith(first.stdout))
  assert.match(again.stdout, /openssl smime -verify/)
  const certificate = new X509Certificate(first.stdout)
  assert.equal(certificate.publicKey.asymmetricKeyType, 'rsa')
  assert.equal(certificate.toString(), readFileSync(join(folder, 'identity-document.pem'), 'utf8'))
})

test('ca without a server says so', async () => {
  const { code, stdout, stderr } = await runProgram(['ca', '--data', join(temporaryFolder(), 'nowhere')])
  assert.equal(code, 1)
  assert.equal(stdout, '')
  assert.match(stderr, /no server has run here: .*ca\.pem does not exist/)
})
