import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Session } from '../aws/caller.ts'
import { sessionTags } from './session-tags.ts'

const tag = (Key: string, Value = 'value') => ({ Key, Value })

const caller = (tags: Readonly<Record<string, string>>, transitiveTagKeys: readonly string[]): Session => ({
  kind: 'assumed-role',
  accessKeyId: 'ASIAEXAMPLE',
  account: '123456789012',
  issuerArn: 'arn:aws:iam::123456789012:role/r',
  issuerName: 'r',
  issuerId: 'AROAEXAMPLE',
  sessionName: 'session',
  issuedAt: 0,
  expiresAt: 1,
  chained: false,
  tags,
  transitiveTagKeys,
})

test('the tags passed are the tags of the session, in their own spelling', () => {
  assert.deepEqual(sessionTags([tag('Team', 'a'), tag('cost', 'b')], ['Team'], undefined), {
    tags: { Team: 'a', cost: 'b' },
    transitiveTagKeys: ['Team'],
  })
})

test('two keys that differ only in case are duplicates', () => {
  assert.deepEqual(sessionTags([tag('Team'), tag('TEAM')], [], undefined), {
    problem: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
  })
})

test('transitive tags of the calling session are inherited, its other tags are not', () => {
  assert.deepEqual(sessionTags([tag('cost', 'b')], [], caller({ Team: 'a', other: 'c' }, ['Team'])), {
    tags: { Team: 'a', cost: 'b' },
    transitiveTagKeys: ['Team'],
  })
})

test('an inherited tag can be neither overridden nor passed on again, whatever its case', () => {
  const session = caller({ Team: 'a' }, ['Team'])
  assert.ok('problem' in sessionTags([tag('team', 'b')], [], session))
  assert.ok('problem' in sessionTags([], ['TEAM'], session))
})

test('a transitive key has to be among the tags passed, whatever its case', () => {
  assert.ok('problem' in sessionTags([tag('Team')], ['other'], undefined))
  assert.ok('tags' in sessionTags([tag('Team')], ['team'], undefined))
})

test('keys that begin with aws: are reserved, whatever their case', () => {
  const reserved = { problem: 'aws: prefixed tag key names are not allowed for external use.' }
  assert.deepEqual(sessionTags([tag('aws:team')], [], undefined), reserved)
  assert.deepEqual(sessionTags([tag('AWS:team')], [], undefined), reserved)
  assert.ok('tags' in sessionTags([tag('awsteam')], [], undefined))
})

test('a transitive key is kept in the spelling of its tag, by which the next session looks it up', () => {
  const result = sessionTags([tag('Team', 'a')], ['TEAM'], undefined)
  assert.deepEqual(result, { tags: { Team: 'a' }, transitiveTagKeys: ['Team'] })
})

test('a tag named __proto__ is a tag like any other', () => {
  const result = sessionTags([tag('__proto__', 'x')], ['__proto__'], undefined)
  assert.ok('tags' in result)
  assert.deepEqual(Object.entries(result.tags), [['__proto__', 'x']])
  const chained = sessionTags([], [], caller(JSON.parse('{"__proto__":"x"}'), ['__proto__']))
  assert.ok('tags' in chained)
  assert.deepEqual(Object.entries(chained.tags), [['__proto__', 'x']])
})
