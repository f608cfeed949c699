import { AwsError } from '../aws/error.ts'
import { randomIds } from '../aws/ids.ts'
import type { Call, Check, Operation } from '../aws/operation.ts'
import type { memoryState } from '../state/memory-state.ts'

type Memory = ReturnType<typeof memoryState>

export interface TestCaller {
  /** Runs the operation as a user of account 111122223333 in us-east-1 who may do everything but `denied`. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read the answers of many operations.
  run(operation: Operation, input: object): Promise<any>
  /** What the operation asks of the policy engine. */
  checks(operation: Operation, input: object): readonly Check[]
  now: number
  region: string
  denied: string[]
}

/** Calls operations over a memory state the way the pipeline does, for tests of one subject. */
export function testCaller(memory: Memory, now: number): TestCaller {
  const caller: TestCaller = {
    now,
    region: 'us-east-1',
    denied: [],
    checks(operation, input) {
      const { authorization } = operation.definition
      if (authorization.kind !== 'permissions') return []
      return authorization.check({ ...callOf(caller, input), state: memory.state })
    },
    async run(operation, input) {
      const { definition } = operation
      const after: (() => void | Promise<void>)[] = []
      const call = {
        ...callOf(caller, input),
        ids: randomIds(),
        may: ({ action }: Check) => !caller.denied.includes(action),
      }
      if (definition.read) return definition.read({ ...call, state: memory.state, continueBody: () => {} })
      const { handle } = definition
      const output = memory.write((tx) =>
        handle({ ...call, tx, prepared: undefined, afterCommit: (run) => after.push(run) }),
      )
      for (const run of after) await run()
      return output
    },
  }
  return caller
}

const callOf = ({ now, region }: TestCaller, input: object): Call<object> => ({
  input,
  now,
  region,
  requestId: 'request',
  caller: {
    kind: 'user',
    account: '111122223333',
    arn: 'arn:aws:iam::111122223333:user/tester',
    principalArn: 'arn:aws:iam::111122223333:user/tester',
    userId: 'AIDATESTER',
    name: 'tester',
    entityId: 'AIDATESTER',
    accessKeyId: undefined,
    session: undefined,
    tags: {},
  },
  request: {
    sourceIp: '127.0.0.1',
    secure: false,
    userAgent: undefined,
    host: 'localhost',
    header: () => undefined,
    query: () => undefined,
  },
  fail: (code, message, fields) => {
    throw new AwsError(code, message, fields ? { fields } : {})
  },
})
