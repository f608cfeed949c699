import assert from 'node:assert/strict'
import { test } from 'node:test'
import { healthLines } from './line.ts'

test('calls that are not kept are told in one line for each reason', () => {
  const second = (seconds: number) => Date.parse('2026-01-01T00:00:00Z') + seconds * 1_000
  const gap = (seconds: number, why: string) => ({
    from: second(seconds),
    to: second(seconds + 1),
    allowed: 1,
    denied: 2,
    why,
  })
  const flood = Array.from({ length: 100 }, (_, index) => gap(index, 'Too many.'))
  assert.deepEqual(healthLines({ failure: undefined, gaps: [...flood, gap(200, 'The disk is full.')] }), [
    '100 allowed and 200 denied calls between 2026-01-01 00:00:00 and 2026-01-01 00:01:40 are not kept. Too many.',
    '1 allowed and 2 denied calls between 2026-01-01 00:03:20 and 2026-01-01 00:03:21 are not kept. The disk is full.',
  ])
})
