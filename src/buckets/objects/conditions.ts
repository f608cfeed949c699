/** Conditional requests. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html */
import { AwsError } from '../../aws/error.ts'
import type { StoredObject, WriteCondition, WriteResult } from '../object-store.ts'
import { headerNotImplemented } from '../supported.ts'
import { noSuchKey } from './keys.ts'

export const quoted = (etag: string): string => `"${etag}"`

/** An ETag as a header holds it: quoted or bare. */
const bare = (etag: string): string =>
  etag
    .trim()
    .replace(/^W\//, '')
    .replace(/^"(.*)"$/, '$1')

const names = (header: string, etag: string): boolean =>
  header.split(',').some((part) => part.trim() === '*' || bare(part) === etag)

export const failedCondition = (condition: string): AwsError =>
  new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    status: 412,
    fields: { Condition: condition },
  })

interface ReadConditions {
  readonly IfMatch?: string | undefined
  readonly IfNoneMatch?: string | undefined
  readonly IfModifiedSince?: Date | undefined
  readonly IfUnmodifiedSince?: Date | undefined
}

/** HTTP dates know no milliseconds. */
const seconds = (time: number): number => Math.floor(time / 1000)

/**
 * What a read's conditions say, by RFC 9110 and S3: If-Match beats If-Unmodified-Since, If-None-Match beats
 * If-Modified-Since. Answers the header that failed, or whether the answer is 304.
 */
function evaluate(object: StoredObject, conditions: ReadConditions) {
  const { IfMatch: match, IfNoneMatch: noneMatch, IfModifiedSince: since, IfUnmodifiedSince: unmodified } = conditions
  if (match !== undefined && !names(match, object.etag)) return { failed: 'If-Match' } as const
  const changed = unmodified !== undefined && seconds(object.modified) > seconds(unmodified.getTime())
  if (match === undefined && changed) return { failed: 'If-Unmodified-Since' } as const
  if (noneMatch !== undefined) return names(noneMatch, object.etag) ? ({ notModified: 'If-None-Match' } as const) : {}
  const same = since !== undefined && seconds(object.modified) <= seconds(since.getTime())
  return same ? ({ notModified: 'If-Modified-Since' } as const) : {}
}

/** Throws PreconditionFailed, or 304 with the headers that S3 sends along. */
export function requireReadConditions(object: StoredObject, conditions: ReadConditions): void {
  const { failed, notModified } = evaluate(object, conditions)
  if (failed) throw failedCondition(failed)
  if (!notModified) return
  throw new AwsError('NotModified', 'Not Modified', {
    status: 304,
    headers: { ETag: quoted(object.etag), 'Last-Modified': new Date(object.modified).toUTCString() },
  })
}

interface CopyConditions {
  readonly CopySourceIfMatch?: string | undefined
  readonly CopySourceIfNoneMatch?: string | undefined
  readonly CopySourceIfModifiedSince?: Date | undefined
  readonly CopySourceIfUnmodifiedSince?: Date | undefined
}

/** The same on the source of a copy, where "not modified" is a failure too. */
export function requireCopyConditions(object: StoredObject, input: CopyConditions): void {
  const { failed, notModified } = evaluate(object, {
    IfMatch: input.CopySourceIfMatch,
    IfNoneMatch: input.CopySourceIfNoneMatch,
    IfModifiedSince: input.CopySourceIfModifiedSince,
    IfUnmodifiedSince: input.CopySourceIfUnmodifiedSince,
  })
  const condition = failed ?? notModified
  if (condition) throw failedCondition(`x-amz-copy-source-${condition}`)
}

interface WriteConditions {
  readonly IfMatch?: string | undefined
  readonly IfNoneMatch?: string | undefined
}

/** The condition of a write. Throws NotImplemented for those that S3 does not take. */
export function writeCondition({
  IfMatch: match,
  IfNoneMatch: noneMatch,
}: WriteConditions): WriteCondition | undefined {
  if (match !== undefined && noneMatch !== undefined) {
    headerNotImplemented('If-Match,If-None-Match', 'Multiple conditional request headers present in the request')
  }
  if (noneMatch !== undefined) {
    if (noneMatch.trim() === '*') return { kind: 'absent' }
    headerNotImplemented('If-None-Match', "We don't accept the provided value of If-None-Match header for this API")
  }
  if (match === undefined) return undefined
  if (match.trim() === '*') {
    headerNotImplemented('If-Match', "We don't accept the provided value of If-Match header for this API")
  }
  return { kind: 'etag', etag: bare(match) }
}

/** Fails early, before a body is read, when what stands breaks the condition already. */
export function requireWriteCondition(
  object: StoredObject | undefined,
  key: string,
  condition: WriteCondition | undefined,
): void {
  const why = condition && violation(object, condition)
  if (why) requireWritten({ ok: false, why }, key)
}

function violation(object: StoredObject | undefined, condition: WriteCondition) {
  if (condition.kind === 'absent') return object ? 'exists' : undefined
  if (!object) return 'missing'
  return condition.etag === object.etag ? undefined : 'differs'
}

/** Throws what a refused write is answered with. */
export function requireWritten(result: WriteResult, key: string): void {
  if (result.ok) return
  if (result.why === 'missing') throw noSuchKey(key)
  throw failedCondition(result.why === 'exists' ? 'If-None-Match' : 'If-Match')
}
