import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nearestFirst } from './nearest-first.ts'

const NAMES = ['AmazonEC2ReadOnlyAccess', 'ReadOnlyAccessForAudit', 'IAMReadOnlyAccess', 'ReadOnlyAccess']
const same = (name: string) => name

test('what is called exactly so comes first, then what begins so, and the rest as it stood', () => {
  assert.deepEqual(nearestFirst(NAMES, same, ' readonlyaccess '), [
    'ReadOnlyAccess',
    'ReadOnlyAccessForAudit',
    'AmazonEC2ReadOnlyAccess',
    'IAMReadOnlyAccess',
  ])
})

test('nothing sought leaves the order', () => assert.equal(nearestFirst(NAMES, same, ''), NAMES))
