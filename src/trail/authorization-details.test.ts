import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deny, requestOf } from '../policy/cases/case.ts'
import { authorizationDetails } from './authorization-details.ts'
import { callWith } from './call-for-tests.ts'

/** A call on so many keys, which a policy of so many statements denies. */
const denied = (keys: number, statements: number) => {
  const request = requestOf({
    name: 'denied',
    source: 'denied',
    expect: 'explicit deny',
    identity: [Array.from({ length: statements }, () => deny())],
  })
  const verdicts = Array.from({ length: keys }, (_, key) => ({
    request: { ...request, resource: `arn:aws:s3:::bucket/${key}` },
    allowed: false,
  }))
  return callWith({ verdicts })
}

function pagesOf(call: ReturnType<typeof denied>): readonly (readonly string[])[] {
  const pages: string[][] = []
  for (let from: number | undefined = 0; from !== undefined; ) {
    const { details, next } = authorizationDetails(call, from)
    pages.push(details.evaluations.map(({ resource }) => resource))
    from = next
  }
  return pages
}

test('pages end early where there is much to explain, and tell each evaluation once', () => {
  const call = denied(30, 1_000)
  const pages = pagesOf(call)
  assert.ok(pages.length > 1 && pages.every((page) => page.length > 0))
  assert.deepEqual(
    pages.flat(),
    call.verdicts.map(({ request }) => request.resource),
  )
  assert.deepEqual(
    pagesOf(denied(250, 1)).map((page) => page.length),
    [100, 100, 50],
  )
  assert.deepEqual(
    pagesOf(denied(2, 9_000)).map((page) => page.length),
    [1, 1],
  )
})
