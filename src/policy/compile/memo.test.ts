import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boundedMemo } from './memo.ts'

/** A memo of lengths, and the texts that were read for it. */
function lengths() {
  const read: string[] = []
  const of = boundedMemo((text) => {
    read.push(text)
    return { length: text.length }
  })
  return { read, of }
}

test('a text is read once, whatever is asked between', () => {
  const { read, of } = lengths()
  const texts = Array.from({ length: 512 }, (_, index) => `text ${index}`)
  for (const text of [...texts, ...texts, ...texts.toReversed()]) assert.equal(of(text).length, text.length)
  assert.deepEqual(read, texts)
})

test('the empty text is a text', () => {
  const { read, of } = lengths()
  assert.equal(of('').length, 0)
  assert.equal(of('').length, 0)
  assert.deepEqual(read, [''])
})

test('what was asked in the last 512 texts is kept, and what is older than 1024 is forgotten', () => {
  const { read, of } = lengths()
  const ask = (from: number, to: number) => {
    for (let index = from; index < to; index += 1) of(`text ${index}`)
  }
  ask(0, 1000)
  ask(500, 1000)
  assert.equal(read.length, 1000, 'the second half was kept')
  ask(1000, 2200)
  assert.equal(read.length, 2200)
  of('text 0')
  assert.equal(read.length, 2201, 'the first was forgotten')
})

test('of texts that are long only the last is kept', () => {
  const { read, of } = lengths()
  const [long, longer, short] = ['x'.repeat(129), 'y'.repeat(130), 'z'.repeat(128)]
  for (const text of [long, long, longer, long, short, long, short]) assert.equal(of(text).length, text.length)
  assert.deepEqual(read, [long, longer, long, short, long])
})
