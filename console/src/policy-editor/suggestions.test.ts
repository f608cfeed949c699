import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EditedKind } from './kind.ts'
import { placeAt } from './place.ts'
import { readPaths, testReference } from './reference.fixture.ts'
import './library.fixture.ts'

const { suggestionsAt } = await import('./suggestions.ts')

async function texts(marked: string, kind: EditedKind = 'identity'): Promise<readonly string[]> {
  const text = marked.replace('|', '')
  const place = placeAt(text, marked.indexOf('|'))
  if (!place) throw new Error('no place')
  const surroundings = { kind, account: '123456789012', region: 'eu-west-1', reference: testReference }
  return (await suggestionsAt(text, place, surroundings)).map((suggestion) => suggestion.text)
}

test('a statement is suggested the elements that it has not, and those of its kind only', async () => {
  assert.deepEqual(await texts('{"Statement": [{"Effect": "Allow", "NotAction": [], |}]}'), [
    'Sid',
    'Resource',
    'NotResource',
    'Condition',
  ])
  assert.deepEqual(await texts('{"Statement": [{"Effect": "Allow", "Action": "a:B", |}]}', 'trust'), [
    'Sid',
    'Principal',
    'NotPrincipal',
    'Condition',
  ])
  assert.deepEqual(await texts('{"Version": "|"}'), ['2012-10-17', '2008-10-17'])
  assert.deepEqual(await texts('{"Statement": [{"Effect": |}]}'), ['Allow', 'Deny'])
})

test('actions are suggested by service and then by name, and only that service is read', async () => {
  const services = await texts('{"Statement": [{"Action": "s|"}]}')
  assert.ok(services.includes('s3:') && services.includes('sts:'))
  const actions = await texts('{"Statement": [{"Action": ["s3:Ge|"]}]}')
  assert.ok(actions.includes('s3:GetObject') && actions.includes('s3:*'))
  assert.deepEqual(await texts('{"Statement": [{"Action": "nothing:|"}]}'), [])
  assert.deepEqual(readPaths, ['service-list.json', 's3/s3.json'])
})

// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
test("resources are the ARN forms of the statement's actions", async () => {
  const forms = await texts('{"Statement": [{"Action": "s3:ListBucket", "Resource": "|"}]}')
  assert.ok(forms.includes('arn:aws:s3:::${BucketName}'), String(forms))
  assert.ok(!forms.includes('arn:aws:s3:::${BucketName}/${ObjectName}'))
  const role = await texts('{"Statement": [{"Resource": |, "Action": ["iam:Pass*"]}]}')
  assert.deepEqual(role, ['*', 'arn:aws:iam::123456789012:role/${RoleNameWithPath}'])
  assert.deepEqual(await texts('{"Statement": [{"Resource": "|"}]}'), ['*'])
})

test('condition keys are those of the actions and the global ones', async () => {
  const keys = await texts('{"Statement": [{"Action": "s3:ListBucket", "Condition": {"StringLike": {"|"}}}]}')
  assert.ok(keys.includes('s3:prefix') && keys.includes('aws:SourceIp') && !keys.includes('s3:VersionId'))
  assert.deepEqual(await texts('{"Statement": [{"Condition": {"Bool": {"aws:SecureTransport": "|"}}}]}'), [
    'true',
    'false',
  ])
  const operators = await texts('{"Statement": [{"Condition": {|}}]}')
  assert.ok(operators.includes('StringLike') && operators.includes('ForAnyValue:StringLike'))
  assert.ok(!operators.includes('NullIfExists'))
})

test('principals are suggested by their type', async () => {
  assert.deepEqual(await texts('{"Statement": {"Principal": {|}}}', 'trust'), [
    'AWS',
    'Service',
    'Federated',
    'CanonicalUser',
  ])
  assert.ok((await texts('{"Statement": {"Principal": {"Service": "ec|"}}}', 'trust')).includes('ec2.amazonaws.com'))
  assert.ok(
    (await texts('{"Statement": {"Principal": {"AWS": ["|"]}}}', 'trust')).includes('arn:aws:iam::123456789012:root'),
  )
})
