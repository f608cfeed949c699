/** Runs S3's operations as the pipeline does, judged by the real policy engine, without wire and server. */
import { deepEqual } from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { judge, type Verdict } from '../aws/authorize.ts'
import type { Caller } from '../aws/caller.ts'
import { AwsError } from '../aws/error.ts'
import { randomIds } from '../aws/ids.ts'
import { type Check, type InputOf, notYet, type OperationName, type OutputOf } from '../aws/operation.ts'
import { bufferedBody } from '../aws/protocols/streaming.ts'
import type { StreamingBody } from '../aws/wire.ts'
import { parsePolicy } from '../policy/document.ts'
import { s3Service } from '../services/s3.ts'
import { memoryState } from '../state/memory-state.ts'
import { accountPublicAccess, buckets } from './bucket.ts'
import type { ObjectStore } from './object-store.ts'

export const ACCOUNT = '111111111111'
export const OTHER_ACCOUNT = '222222222222'
export const NOW = Date.UTC(2026, 0, 2, 3, 4, 5)

export const userOf = (account: string, name: string): Caller => ({
  kind: 'user',
  account,
  arn: `arn:aws:iam::${account}:user/${name}`,
  principalArn: `arn:aws:iam::${account}:user/${name}`,
  userId: `AIDA${name.toUpperCase().padEnd(17, 'A')}`,
  name,
  entityId: `AIDA${name.toUpperCase().padEnd(17, 'A')}`,
  accessKeyId: undefined,
  session: undefined,
  tags: {},
})

export const ANONYMOUS: Caller = {
  ...userOf('', ''),
  kind: 'anonymous',
  arn: '*',
  principalArn: '*',
  userId: 'anonymous',
  name: undefined,
  entityId: undefined,
}

const EVERYTHING = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] }

export interface CallOptions {
  readonly caller?: Caller
  /** The caller's identity policy; default: everything of S3. `null`: none. */
  readonly policy?: object | null
  readonly region?: string
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>
  readonly now?: number
}

export function s3Driver(objects: ObjectStore) {
  const { state, write } = memoryState([buckets, accountPublicAccess])
  const table = s3Service(objects, { exists: () => true, stored: (_, { text }) => text, shown: (_, text) => text })
  /** The actions of the last call with their verdicts. */
  const judged: Verdict[] = []
  let continued = 0

  async function call<O extends OperationName<'s3'>>(
    name: O,
    input: InputOf<'s3', O>,
    options: CallOptions = {},
  ): Promise<OutputOf<'s3', O>> {
    const operation = table[name]
    if (operation === notYet) throw new Error(`${name} is not built`)
    const { definition } = operation
    const {
      caller = userOf(ACCOUNT, 'alice'),
      policy = EVERYTHING,
      region = 'us-east-1',
      headers = {},
      now = NOW,
    } = options
    const all: Record<string, string> = { authorization: 'AWS4-HMAC-SHA256 x', ...headers }
    if (caller.kind === 'anonymous') delete all['authorization']
    const request = {
      sourceIp: '127.0.0.1',
      secure: false,
      userAgent: 'test',
      host: 'localhost',
      header: (header: string) => all[header],
      query: () => undefined,
    }
    const identity =
      policy === null || caller.kind === 'anonymous'
        ? []
        : [{ name: 'test', document: parsePolicy(JSON.stringify(policy)) }]
    judged.length = 0
    const may = (check: Check): boolean => {
      const verdict = judge({ caller, now, region, request, policies: { identity } }, check)
      judged.push(verdict)
      return verdict.allowed
    }
    const ids = randomIds()
    const fail = (code: string, message: string): never => {
      throw new AwsError(code, message)
    }
    const facts = { input, caller, now, requestId: 'r', region, request, fail, state, ids, may }
    const authorize = () => {
      const { authorization } = definition
      if (authorization.kind !== 'permissions') return
      for (const check of authorization.check(facts)) {
        if (!may(check)) throw new AwsError('AccessDenied', `denied ${check.action}`, { status: 403 })
      }
    }
    authorize()
    if (definition.read) return definition.read({ ...facts, continueBody: () => (continued += 1) })
    const after: (() => void | Promise<void>)[] = []
    const output = write((tx) =>
      definition.handle({ ...facts, tx, prepared: undefined, afterCommit: (run) => after.push(run) }),
    )
    for (const run of after) await run()
    return output
  }

  return { state, call, judged, continuations: () => continued }
}

export const bodyOf = (
  content: string | Uint8Array,
  trailers: Readonly<Record<string, string>> = {},
): StreamingBody => ({
  ...bufferedBody(Buffer.from(content)),
  trailers,
})

export const bytesOf = async (body: Uint8Array | Readable | undefined): Promise<Buffer> =>
  body instanceof Readable ? buffer(body) : Buffer.from(body ?? '')

export const md5 = (content: string | Uint8Array): string => createHash('md5').update(content).digest('hex')

/** For assert.rejects: the code and, where given, message, status and fields of an S3 error. */
export const s3Error =
  (code: string, expected: { readonly message?: string; readonly status?: number; readonly fields?: object } = {}) =>
  (error: unknown): boolean => {
    if (!(error instanceof AwsError)) throw error
    const actual = {
      code: error.code,
      ...(expected.message === undefined ? {} : { message: error.message }),
      ...(expected.status === undefined ? {} : { status: error.status }),
      ...(expected.fields === undefined ? {} : { fields: error.fields }),
    }
    deepEqual(actual, { code, ...expected })
    return true
  }
