import assert from 'node:assert/strict'
import { test } from 'node:test'
import { policyPart } from './policy-part.ts'
import { placeIn } from './text-file.ts'

const part = (text: string) => policyPart({ name: 'f.json', text })
const POLICY = '{ "Version": "2012-10-17", "Statement": [] }'

test('a policy alone is the whole text, broken or not', () => {
  assert.deepEqual([part(POLICY).text, part(POLICY).base], [POLICY, 0])
  assert.equal(part('{ "Version":').text, '{ "Version":')
})

test('the answers of GetPolicyVersion, GetRolePolicy and GetRole are unwrapped, and places stay those of the file', () => {
  for (const [before, after] of [
    ['{"PolicyVersion":{"VersionId":"v1",\n"Document": ', '}}'],
    ['{"RoleName":"r",\n"PolicyDocument": ', '}'],
    ['{"Role":{"RoleName":"r",\n"AssumeRolePolicyDocument": ', '}}'],
  ]) {
    const inside = part(`${before}${POLICY}${after}`)
    assert.equal(inside.text, POLICY)
    assert.equal(placeIn(inside, 0), `f.json:2:${(before ?? '').split('\n')[1]!.length + 1}`)
  }
})
