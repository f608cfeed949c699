import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ANONYMOUS } from './authenticate.ts'
import { judge } from './authorize.ts'
import type { SourceVpc } from './operation.ts'

const vpc: SourceVpc = {
  id: 'vpc-0123456789abcdef0',
  arn: 'arn:aws:ec2:us-east-1:123456789012:vpc/vpc-0123456789abcdef0',
}

/** What the engine is told about where a request came from. */
function network(action: string, from: { readonly sourceIp: string; readonly vpc?: SourceVpc }) {
  const verdict = judge(
    {
      caller: ANONYMOUS,
      now: 0,
      region: 'us-east-1',
      request: {
        ...from,
        secure: true,
        userAgent: undefined,
        host: '',
        header: () => undefined,
        query: () => undefined,
      },
      policies: { identity: [] },
    },
    { action, resource: '*', resourceAccount: '123456789012' },
  )
  const keys = ['aws:sourceip', 'aws:vpcsourceip', 'aws:sourcevpc', 'aws:sourcevpcarn', 'aws:sourcevpce']
  return Object.fromEntries([...verdict.request.context].filter(([key]) => keys.includes(key)))
}

test('a request over the public endpoint has its address, and no keys of a VPC', () => {
  assert.deepEqual(network('s3:ListAllMyBuckets', { sourceIp: '192.0.2.1' }), { 'aws:sourceip': '192.0.2.1' })
})

test('a request through a VPC endpoint has the VPC and the address in it, and no aws:SourceIp', () => {
  assert.deepEqual(network('logs:PutLogEvents', { sourceIp: '172.31.5.9', vpc }), {
    'aws:vpcsourceip': '172.31.5.9',
    'aws:sourcevpc': vpc.id,
  })
})

test('services that AWS lists for it are told the ARN of the VPC too', () => {
  for (const action of ['s3:ListAllMyBuckets', 'iam:ListRoles']) {
    assert.equal(network(action, { sourceIp: '172.31.5.9', vpc })['aws:sourcevpcarn'], vpc.arn)
  }
})
