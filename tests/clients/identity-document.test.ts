import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RunInstancesCommand } from '@aws-sdk/client-ec2'
import { clients } from '../harness.ts'
import { tool } from '../tools.ts'
import { MAIN, outcomeOf, plainEnvironment, startServerProcess, wayProblem } from './server-process.ts'

const openssl = tool('openssl')
const curl = tool('curl')

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/verify-iid.html: how an instance gets what is verified elsewhere. */
const FETCH = `
TOKEN=$(curl -sS -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token)
get() { curl -sS -H "X-aws-ec2-metadata-token: $TOKEN" http://169.254.169.254/latest/dynamic/instance-identity/$1; }
echo "-----BEGIN PKCS7-----" > rsa2048 && get rsa2048 >> rsa2048 && echo "" >> rsa2048 && echo "-----END PKCS7-----" >> rsa2048
get document > document`

test("an instance's signed identity document is verified by AWS's commands and the certificate of rolecall ca", {
  skip: openssl.skip || curl.skip || wayProblem('namespace'),
}, async (t) => {
  const server = await startServerProcess(t, { way: 'namespace' })
  const { Instances } = await clients(server.ready).ec2.send(
    new RunInstancesCommand({ ImageId: 'ami-0abcdef1234567890', MinCount: 1, MaxCount: 1 }),
  )
  const id = Instances?.[0]?.InstanceId ?? ''
  const fetched = await server.exec(id, ['sh', '-c', `cd ${server.folder}; ${FETCH}`])
  assert.equal(fetched.code, 0, fetched.stderr)
  const verified = await outcomeOf(
    'sh',
    [
      '-c',
      `"$NODE" "$MAIN" ca --identity-document --pem --data . > certificate &&
       openssl smime -verify -in rsa2048 -inform PEM -certfile certificate -noverify > verified &&
       cmp verified document && cat document`,
    ],
    { ...plainEnvironment(), NODE: process.execPath, MAIN },
    { cwd: server.folder },
  )
  assert.equal(verified.code, 0, verified.stderr)
  assert.match(verified.stderr, /Verification successful/)
  assert.equal(JSON.parse(verified.stdout).instanceId, id)
})
