import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACCOUNT, allow, iamForTests, trust } from '../services/iam-for-tests.ts'

const tag = (Key: string, Value = ''): { Key: string; Value: string } => ({ Key, Value })
const CASELESS = 'Duplicate tag keys found. Please note that Tag keys are case insensitive.'

test('tag keys of roles ignore case: a later spelling replaces an earlier one', () => {
  const { run, fails } = iamForTests()
  const role = { RoleName: 'app', AssumeRolePolicyDocument: trust() }
  fails('CreateRole', { ...role, Tags: [tag('a'), tag('A')] }, 'InvalidInput', CASELESS)
  run('CreateRole', { ...role, Tags: [tag('Department', 'foo'), tag('b')] })
  run('TagRole', { RoleName: 'app', Tags: [tag('department', 'bar')] })
  assert.deepEqual(run('ListRoleTags', { RoleName: 'app' }), {
    Tags: [tag('b'), tag('department', 'bar')],
    IsTruncated: false,
  })
  fails('TagRole', { RoleName: 'app', Tags: [tag('x'), tag('X')] }, 'InvalidInput', CASELESS)
  run('UntagRole', { RoleName: 'app', TagKeys: ['DEPARTMENT', 'unknown'] })
  assert.deepEqual(run('ListRoleTags', { RoleName: 'app' }).Tags, [tag('b')])
})

test('tag keys of managed policies mind case', () => {
  const { run, fails } = iamForTests()
  const policy = { PolicyName: 'p', PolicyDocument: allow('s3:*') }
  fails('CreatePolicy', { ...policy, Tags: [tag('a'), tag('a')] }, 'InvalidInput', 'Duplicate tag keys found.')
  run('CreatePolicy', { ...policy, Tags: [tag('a', 'lowercase')] })
  const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/p`
  run('TagPolicy', { PolicyArn, Tags: [tag('A', 'uppercase')] })
  assert.deepEqual(run('ListPolicyTags', { PolicyArn }).Tags, [tag('A', 'uppercase'), tag('a', 'lowercase')])
  run('UntagPolicy', { PolicyArn, TagKeys: ['a'] })
  assert.deepEqual(run('ListPolicyTags', { PolicyArn }).Tags, [tag('A', 'uppercase')])
})

test('tags are listed in pages, also under keys too long for a marker', () => {
  const { run } = iamForTests()
  run('CreateInstanceProfile', { InstanceProfileName: 'web', Tags: [tag('字'.repeat(128)), tag('a')] })
  const first = run('ListInstanceProfileTags', { InstanceProfileName: 'web', MaxItems: 1 })
  assert.deepEqual([first.Tags, first.IsTruncated], [[tag('a')], true])
  assert.ok((first.Marker?.length ?? 0) <= 320)
  const second = run('ListInstanceProfileTags', { InstanceProfileName: 'web', Marker: first.Marker })
  assert.deepEqual([second.Tags, second.IsTruncated], [[tag('字'.repeat(128))], false])
})

test('fifty tags stand on an entity at most', () => {
  const { run } = iamForTests()
  run('CreateUser', { UserName: 'ada', Tags: Array.from({ length: 50 }, (_, i) => tag(`k${i}`)) })
  run('TagUser', { UserName: 'ada', Tags: [tag('K0', 'again')] })
  assert.throws(() => run('TagUser', { UserName: 'ada', Tags: [tag('one-more')] }), { code: 'LimitExceeded' })
})

test('tagging asks with the tags that come, untagging with their keys, both with the tags that stand', () => {
  const { run, checks } = iamForTests()
  run('CreateUser', { UserName: 'ada', Tags: [tag('team', 'blue')] })
  const [tagging] = checks('TagUser', { UserName: 'ada', Tags: [tag('cost', '1')] })
  assert.deepEqual([tagging?.requestTags, tagging?.resourceTags], [{ cost: '1' }, { team: 'blue' }])
  const [untagging] = checks('UntagUser', { UserName: 'ada', TagKeys: ['team'] })
  assert.deepEqual([untagging?.context, untagging?.resourceTags], [{ 'aws:TagKeys': ['team'] }, { team: 'blue' }])
})
