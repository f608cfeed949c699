import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { GraphNode } from './account.ts'
import { NODE, pictureOf } from './picture.ts'
import type { ToldWay } from './told.ts'
import type { View } from './view.ts'

const node = (name: string): GraphNode => ({ id: name, kind: 'role', name })
const way = (from: string, to: string, verb = 'may assume'): ToldWay => ({
  ...{ from: node(from), to: node(to), kind: 'assume', verb },
  ...{ certain: true, conditions: [], steps: [] },
})
const view = (into: readonly ToldWay[], outOf: readonly ToldWay[], count = outOf.length): View => ({
  node: node('middle'),
  ...{ into, intoCount: into.length, outOf, outOfCount: count },
  ...{ buckets: [], bucketCount: 0 },
  ...{ reachedBy: [], reaches: [], incomplete: false, permissions: [], note: undefined },
})

test('as many places are drawn as can be read, and the rest is counted', () => {
  const outOf = Array.from({ length: 100 }, (_, index) => way('middle', `role-${index}`))
  const { nodes, edges } = pictureOf(view([way('before', 'middle')], outOf, 10_000), [])
  assert.equal(nodes.length, 1 + 1 + 7 + 1)
  assert.equal(edges.length, 1 + 7)
  assert.deepEqual(
    nodes.flatMap(({ more }) => more ?? []),
    [{ text: '9993 more', tab: 'outOf' }],
  )
})

test('who can become a place stands before it, what it can become behind it, and no two boxes overlap', () => {
  const { nodes } = pictureOf(view([way('a', 'middle'), way('b', 'middle')], [way('middle', 'c')]), [])
  const at = (key: string) => nodes.find((one) => one.key === key) ?? assert.fail(key)
  assert.ok(at('a').x < at('middle').x && at('middle').x < at('c').x)
  assert.ok(Math.abs(at('a').y - at('b').y) >= NODE.height)
})

test('several ways between two places are one line, and the way to administrator is marked', () => {
  const ways = [way('middle', 'c'), way('middle', 'c', 'may rewrite the trust policy of')]
  const { edges } = pictureOf(view([], ways), [way('middle', 'c'), way('c', 'd')])
  assert.deepEqual(
    edges.map(({ way: { to }, others, onRoute }) => [to.name, others, onRoute]),
    [
      ['c', 1, true],
      ['d', 0, true],
    ],
  )
})

test('buckets are drawn behind a place in the room that is left, and the rest is counted apart', () => {
  const bucket = (name: string): ToldWay => ({
    ...way('middle', name, 'may read'),
    to: { ...node(name), kind: 'bucket' },
  })
  const buckets = Array.from({ length: 10 }, (_, index) => bucket(`bucket-${index}`))
  const drawn = (places: number) => {
    const outOf = Array.from({ length: places }, (_, index) => way('middle', `role-${index}`))
    return pictureOf({ ...view([], outOf), buckets, bucketCount: 300 }, []).nodes
  }
  const kinds = (nodes: ReturnType<typeof drawn>) => nodes.filter(({ node: one }) => one?.kind === 'bucket').length
  assert.deepEqual([kinds(drawn(0)), kinds(drawn(5)), kinds(drawn(20))], [7, 2, 0])
  assert.deepEqual(
    drawn(5).flatMap(({ more }) => more ?? []),
    [{ text: '298 more to buckets', tab: 'buckets' }],
  )
})
