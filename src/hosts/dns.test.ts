import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerDns } from './dns.ts'
import { instanceNames } from './instance-names.ts'

const names = instanceNames({ hostname: 'ip-172-31-5-9.ec2.internal', privateIp: '172.31.5.9' })

/** A query as resolvers send it: one question, recursion desired, with an EDNS record behind. */
function query(name: string, type: number): Buffer {
  const labels = name.split('.').flatMap((label) => [Buffer.from([label.length]), Buffer.from(label)])
  return Buffer.concat([
    Buffer.from('abcd01000001000000000001', 'hex'),
    ...labels,
    Buffer.from([0, 0, type, 0, 1]),
    Buffer.from('0000290500000000000000', 'hex'),
  ])
}

const ask = (name: string, type = 1) => {
  const reply = answerDns(query(name, type), names)
  assert.ok(reply)
  return {
    id: reply.toString('hex', 0, 2),
    code: reply[3]! & 0x0f,
    answers: reply.readUInt16BE(6),
    address: [...reply.subarray(-4)].join('.'),
  }
}

test('AWS names of any depth lead to the API, whatever their case', () => {
  for (const name of [
    'sts.us-east-1.amazonaws.com',
    'a.b.s3.amazonaws.com',
    'IAM.AmazonAWS.com',
    's3.us-east-1.api.aws',
  ]) {
    assert.deepEqual(ask(name), { id: 'abcd', code: 0, answers: 1, address: '198.18.0.1' }, name)
  }
})

test('an address of IPv6 is answered with none, not with an error', () => {
  const { code, answers } = ask('sts.us-east-1.amazonaws.com', 28)
  assert.deepEqual({ code, answers }, { code: 0, answers: 0 })
})

test('other names do not exist', () => {
  for (const name of ['example.com', 'amazonaws.com.example.com', 'constructor']) assert.equal(ask(name).code, 3, name)
})

test('the instance knows itself and its metadata', () => {
  assert.equal(ask('ip-172-31-5-9.ec2.internal').address, '172.31.5.9')
  assert.equal(ask('instance-data').address, '169.254.169.254')
})

test('what is no query gets no answer, and a broken one a format error', () => {
  assert.equal(answerDns(Buffer.alloc(5), names), undefined)
  const response = query('localhost', 1)
  response[2] = 0x81
  assert.equal(answerDns(response, names), undefined)
  const cut = query('sts.us-east-1.amazonaws.com', 1).subarray(0, 20)
  assert.equal((answerDns(cut, names)?.readUInt8(3) ?? 0) & 0x0f, 1)
})
