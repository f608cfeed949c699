import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressOf, type Subject, subjectFrom, subjectName } from './subject.ts'

const holder = 'arn:aws:iam::123456789012:role/app/web'

test('a subject is found again by its address', () => {
  const subjects: readonly (readonly [Subject, string])[] = [
    [{ kind: 'managed', arn: 'arn:aws:iam::123456789012:policy/read' }, 'policy read'],
    [{ kind: 'inline', holder, policy: 'read' }, 'read of role web'],
    [{ kind: 'inline', holder }, 'a further policy of role web'],
    [{ kind: 'trust', holder }, 'the trust policy of role web'],
    [{ kind: 'bucket', bucket: 'shop' }, 'the policy of bucket shop'],
  ]
  for (const [subject, name] of subjects) {
    assert.deepEqual(subjectFrom(new URLSearchParams(addressOf(subject).toString())), subject)
    assert.equal(subjectName(subject), name)
  }
})

test('an address that does not name one yet is none', () => {
  for (const address of [
    '',
    'kind=managed',
    'kind=inline',
    'kind=bucket',
    `kind=inline&holder=${holder}`,
    `holder=${holder}`,
  ])
    assert.equal(subjectFrom(new URLSearchParams(address)), undefined, address)
})
