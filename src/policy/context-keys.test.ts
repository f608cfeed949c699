import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contextKeyMentions, contextKeysOf } from './context-keys.ts'
import { parsePolicy } from './document.ts'

const keysOf = (statement: object, Version = '2012-10-17') =>
  contextKeysOf([parsePolicy(JSON.stringify({ Version, Statement: [statement] }))])

test('variables of the resource and the keys of conditions are told as AWS’s own example tells them', () => {
  // The example of GetContextKeysForCustomPolicy in the AWS CLI's reference.
  const statement = {
    Effect: 'Allow',
    Action: 'dynamodb:*',
    Resource: 'arn:aws:dynamodb:us-west-2:123456789012:table/${aws:username}',
    Condition: { DateGreaterThan: { 'aws:CurrentTime': '2015-08-16T12:00:00Z' } },
  }
  assert.deepEqual(keysOf(statement), ['aws:username', 'aws:CurrentTime'])
})

test('a key is told once, whatever its case, in the spelling that comes first', () => {
  const condition = { StringEquals: { 'aws:PrincipalTag/Team': 'a' }, StringLike: { 'AWS:principaltag/team': 'b' } }
  assert.deepEqual(keysOf({ Effect: 'Deny', Action: '*', Resource: '*', Condition: condition }), [
    'aws:PrincipalTag/Team',
  ])
})

test('variables stand in the values of string and ARN operators, with or without a default', () => {
  const Condition = {
    StringLike: { 's3:prefix': ['home/${aws:username}/*', "${aws:PrincipalTag/a, 'b'}", '${*}${$}${?}', '${{x}'] },
    ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:${aws:userid}' },
    DateLessThan: { 'aws:CurrentTime': '${aws:EpochTime}' },
  }
  assert.deepEqual(keysOf({ Effect: 'Allow', Action: '*', Resource: '*', Condition }), [
    's3:prefix',
    'aws:username',
    'aws:PrincipalTag/a',
    'aws:SourceArn',
    'aws:userid',
    'aws:CurrentTime',
  ])
})

test('documents of the older version hold no variables', () => {
  const statement = { Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::${aws:username}' }
  assert.deepEqual(keysOf(statement, '2008-10-17'), [])
})

test('a mention says which statement and where', () => {
  const text = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"${a:b}"}]}'
  const [mention] = contextKeyMentions(parsePolicy(text))
  assert.deepEqual(mention, {
    key: 'a:b',
    use: 'variable',
    statement: 0,
    offset: text.indexOf('"${'),
    end: text.indexOf('}]}'),
  })
})
