import assert from 'node:assert/strict'
import { accounts } from '../accounts/records.ts'
import type { Caller } from '../aws/caller.ts'
import { AwsError } from '../aws/error.ts'
import { randomIds } from '../aws/ids.ts'
import {
  type Check,
  type InputOf,
  notYet,
  type Operation,
  type OperationName,
  type OutputOf,
} from '../aws/operation.ts'
import { groups } from '../groups/records.ts'
import { instanceProfiles } from '../instance-profiles/records.ts'
import { managedPolicies } from '../managed-policies/records.ts'
import { roles } from '../roles/records.ts'
import { memoryState } from '../state/memory-state.ts'
import type { State, Tx } from '../state/table.ts'
import { Passwords } from '../users/passwords.ts'
import { accessKeys, loginProfiles, users } from '../users/records.ts'
import { iamService } from './iam.ts'

export const ACCOUNT = '123456789012'
/** The second in which every call is made, as answers show it; the calls' own time is some milliseconds later. */
export const NOW = Date.UTC(2026, 0, 2, 3, 4, 5)

export const ROOT: Caller = {
  kind: 'root',
  account: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:root`,
  principalArn: `arn:aws:iam::${ACCOUNT}:root`,
  userId: ACCOUNT,
  name: undefined,
  entityId: undefined,
  accessKeyId: undefined,
  session: undefined,
  tags: {},
}

export const userCaller = (name: string): Caller => ({
  ...ROOT,
  kind: 'user',
  arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
  principalArn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
  name,
})

export const sessionCaller = (role: string): Caller => ({
  ...ROOT,
  kind: 'assumed-role',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/session`,
  principalArn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
  name: role,
})

type Iam = OperationName<'iam'>

/** IAM's operations over tables in memory, without a wire and without a decision. Secrets are sealed by reversing. */
export function iamForTests(): {
  readonly state: State
  readonly write: (plan: (tx: Tx) => void) => void
  readonly table: ReturnType<typeof iamService>
  readonly run: <O extends Iam>(name: O, input: InputOf<'iam', O>, caller?: Caller) => OutputOf<'iam', O>
  /** As `run`, for operations that prepare. */
  readonly runPrepared: <O extends Iam>(
    name: O,
    input: InputOf<'iam', O>,
    caller?: Caller,
  ) => Promise<OutputOf<'iam', O>>
  readonly checks: <O extends Iam>(name: O, input: InputOf<'iam', O>, caller?: Caller) => readonly Check[]
  /** Asserts that the call fails with this code and sentence. */
  readonly fails: <O extends Iam>(
    name: O,
    input: InputOf<'iam', O>,
    code: string,
    message: string,
    caller?: Caller,
  ) => void
  readonly failsPrepared: <O extends Iam>(
    name: O,
    input: InputOf<'iam', O>,
    code: string,
    message: string,
    caller?: Caller,
  ) => Promise<void>
} {
  const { state, write } = memoryState([
    accounts,
    users,
    accessKeys,
    loginProfiles,
    groups,
    roles,
    managedPolicies,
    instanceProfiles,
  ])
  write((tx) => tx.put(accounts, { account: ACCOUNT, created: NOW + 1 }))
  const ids = randomIds()
  const table = iamService({
    sealer: { seal: (secret, owner) => `${[...secret].reverse().join('')}@${owner}` },
    passwords: new Passwords({ cost: 1024, blockSize: 8, parallelization: 1 }),
  })
  const facts = (input: unknown, caller: Caller) => ({
    input,
    caller,
    now: NOW + 678,
    requestId: 'request',
    region: 'us-east-1',
    request: {
      sourceIp: '127.0.0.1',
      secure: false,
      userAgent: undefined,
      host: 'localhost',
      header: () => undefined,
      query: () => undefined,
    },
    fail: (code: string, message: string) => {
      throw new AwsError(code, message)
    },
    may: () => false,
    ids,
    afterCommit: () => {},
    continueBody: () => {},
  })
  const run = <O extends Iam>(name: O, input: InputOf<'iam', O>, caller: Caller = ROOT): OutputOf<'iam', O> => {
    const { definition } = built(table[name])
    assert.equal(definition.prepare, undefined, `call ${name} with runPrepared`)
    const call = facts(input, caller)
    // Definitions have forgotten their types; the operation's name names them again.
    return definition.handle
      ? (write((tx) => definition.handle({ ...call, tx, prepared: undefined })) as OutputOf<'iam', O>)
      : (definition.read({ ...call, state }) as OutputOf<'iam', O>)
  }
  const runPrepared = async <O extends Iam>(
    name: O,
    input: InputOf<'iam', O>,
    caller: Caller = ROOT,
  ): Promise<OutputOf<'iam', O>> => {
    const { prepare, handle } = built(table[name]).definition
    assert.ok(prepare, `call ${name} with run`)
    const call = facts(input, caller)
    const prepared: unknown = await prepare({ ...call, state })
    // As in `run`.
    return write((tx) => handle({ ...call, tx, prepared })) as OutputOf<'iam', O>
  }
  const failure = (code: string, message: string) => (error: unknown) => {
    assert.ok(error instanceof AwsError, String(error))
    assert.deepEqual({ code: error.code, message: error.message }, { code, message })
    return true
  }
  return {
    state,
    write,
    table,
    run,
    runPrepared,
    checks(name, input, caller = ROOT) {
      const { authorization } = built(table[name]).definition
      assert.equal(authorization.kind, 'permissions')
      return authorization.check({ ...facts(input, caller), state })
    },
    fails(name, input, code, message, caller = ROOT) {
      assert.throws(() => run(name, input, caller), failure(code, message))
    },
    failsPrepared: (name, input, code, message, caller = ROOT) =>
      assert.rejects(runPrepared(name, input, caller), failure(code, message)),
  }
}

function built(operation: Operation | typeof notYet): Operation {
  assert.notEqual(operation, notYet)
  // Only `notYet` is a string.
  return operation as Operation
}

/** A trust policy of one `AWS` principal, or of EC2. */
export const trust = (principal?: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: principal === undefined ? { Service: 'ec2.amazonaws.com' } : { AWS: principal },
        Action: 'sts:AssumeRole',
      },
    ],
  })

/** An identity policy that allows one action on everything. */
export const allow = (action: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] })
