import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endsOf, type TimeRange, timeRangeOf, withTimeRange } from './time-range.ts'

const HOUR: TimeRange = { kind: 'last', amount: 1, unit: 'hour' }
const read = (search: string) => timeRangeOf(new URLSearchParams(search), HOUR)

test('a range is read from the address and written into it', () => {
  const ranges: TimeRange[] = [
    { kind: 'last', amount: 5, unit: 'minute' },
    { kind: 'last', amount: 2, unit: 'week' },
    { kind: 'between', from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00+01:00' },
  ]
  for (const range of ranges) assert.deepEqual(read(withTimeRange(new URLSearchParams(), range).toString()), range)
})

test('one range takes the place of the other, and leaves the rest of the address', () => {
  const search = withTimeRange(new URLSearchParams('from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z&group=g'), HOUR)
  assert.equal(search.toString(), 'group=g&range=1h')
})

test('an address without a range, or with one that is none, has the page’s own', () => {
  for (const search of ['', 'range=0m', 'range=5y', 'range=m', 'from=2026-01-01T00:00:00Z', 'from=x&to=y'])
    assert.deepEqual(read(search), HOUR)
})

test('a range up to now ends now', () => {
  assert.deepEqual(endsOf(HOUR, 10_000_000), { start: 6_400_000, end: 10_000_000 })
  assert.deepEqual(endsOf({ kind: 'between', from: '1970-01-01T00:00:01Z', to: '1970-01-01T00:00:02Z' }), {
    start: 1000,
    end: 2000,
  })
})
