import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sizeText } from './sizes.ts'

test('sizes are read in the unit that leaves one to four digits', () => {
  assert.deepEqual([0, 1023, 1024, 1_048_576, 1_610_612_736, 5 * 1024 ** 4, 1024 ** 6].map(sizeText), [
    '0 B',
    '1023 B',
    '1.0 KB',
    '1.0 MB',
    '1.5 GB',
    '5.0 TB',
    '1024.0 PB',
  ])
})
