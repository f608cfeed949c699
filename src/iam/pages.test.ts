import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AwsError } from '../aws/error.ts'
import { type PageInput, pageByKey, pageByPosition } from './pages.ts'

const fail = (code: string, message: string): never => {
  throw new AwsError(code, message)
}

const LIST = Array.from({ length: 250 }, (_, i) => String(i).padStart(3, '0'))

const byKey = (input: PageInput, list = LIST) => pageByKey(list, (item) => item, input, fail)

test('a page holds 100 entries unless it is asked for another number', () => {
  assert.equal(byKey({}).items.length, 100)
  assert.equal(byKey({ MaxItems: 7 }).items.length, 7)
  assert.equal(pageByPosition(LIST, {}, fail).items.length, 100)
})

test('markers lead through the whole list, each entry once', () => {
  for (const next of [byKey, (input: PageInput) => pageByPosition(LIST, input, fail)]) {
    const seen: string[] = []
    let Marker: string | undefined
    do {
      const { items, more } = next({ Marker, MaxItems: 83 })
      seen.push(...items)
      assert.equal(more.IsTruncated, more.Marker !== undefined)
      Marker = more.Marker
    } while (Marker !== undefined)
    assert.deepEqual(seen, LIST)
  }
})

test('a last page that is full is not truncated', () => {
  assert.deepEqual(byKey({ MaxItems: 250 }).more, { IsTruncated: false })
  assert.deepEqual(pageByPosition(LIST, { MaxItems: 250 }, fail).more, { IsTruncated: false })
})

test('a marker still leads on when its entry is gone', () => {
  const { more } = byKey({ MaxItems: 10 })
  const rest = byKey({ Marker: more.Marker, MaxItems: 1 }, LIST.slice(10))
  assert.deepEqual(rest.items, ['010'])
})

test('a marker that is not ours, or of another list, is refused', () => {
  const marker = byKey({ MaxItems: 1 }).more.Marker
  for (const call of [
    () => byKey({ Marker: 'anything' }),
    () => pageByPosition(LIST, { Marker: marker }, fail),
    () => pageByPosition(LIST, { Marker: Buffer.from('p-5').toString('base64url') }, fail),
  ]) {
    assert.throws(call, { code: 'ValidationError' })
  }
})
