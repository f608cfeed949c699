import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tagChanges, tagsBlocked } from './tag-changes.ts'

test('only what differs is tagged, and what is gone is untagged', () => {
  const before = [
    { key: 'team', value: 'a' },
    { key: 'stage', value: 'prod' },
    { key: 'old', value: '' },
  ]
  const after = [
    { key: 'team', value: 'b' },
    { key: 'stage', value: 'prod' },
    { key: 'new', value: '' },
  ]
  assert.deepEqual(tagChanges(before, after), {
    removed: ['old'],
    set: [
      { Key: 'team', Value: 'b' },
      { Key: 'new', Value: '' },
    ],
  })
})

test('a key that changes its case is removed and set', () => {
  assert.deepEqual(tagChanges([{ key: 'Team', value: 'a' }], [{ key: 'team', value: 'a' }]), {
    removed: ['Team'],
    set: [{ Key: 'team', Value: 'a' }],
  })
})

test('a tag without a key and a key that is there twice cannot be saved', () => {
  assert.equal(tagsBlocked([{ key: 'team', value: '' }]), undefined)
  assert.match(tagsBlocked([{ key: '', value: 'x' }]) ?? '', /Enter the key/)
  assert.match(
    tagsBlocked([
      { key: 'team', value: '' },
      { key: 'Team', value: '' },
    ]) ?? '',
    /Team is there twice/,
  )
})

test('keys that differ in case alone are two where EC2 keeps them', () => {
  const tags = [
    { key: 'name', value: '' },
    { key: 'Name', value: '' },
  ]
  assert.equal(tagsBlocked(tags, { byCase: true }), undefined)
  assert.match(tagsBlocked([...tags, { key: 'Name', value: 'x' }], { byCase: true }) ?? '', /Name is there twice/)
})
