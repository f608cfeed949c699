/** Which permissions each operation asks for, as its own `check` answers for sample inputs over a sample account. */
import type { Caller } from '../../src/aws/caller.ts'
import { AwsError } from '../../src/aws/error.ts'
import type { Call, Check } from '../../src/aws/operation.ts'
import { startServer } from '../../src/server.ts'
import type { State } from '../../src/state/table.ts'
import { type Input, sampleInput } from '../samples/inputs.ts'
import { type Implemented, implementedOperations } from '../samples/operations.ts'
import { createWorld, type World } from '../samples/world.ts'

/** One permission that an operation asks for. */
export interface Permission {
  readonly action: string
  /** As the operation asks, with what varies from run to run in braces. */
  readonly resource: string
  /** Service condition keys, sorted; tag keys without the tag's name. */
  readonly keys: readonly string[]
}

export interface OperationPermissions {
  readonly operation: string
  /** For operations that are not decided by permissions up front: the kind and its reason. */
  readonly otherwise: string | undefined
  readonly permissions: readonly Permission[]
}

/** Every implemented operation in the order of its service's table. */
export async function collectPermissions(): Promise<readonly OperationPermissions[]> {
  const options = {
    port: 0,
    tlsPort: 0,
    host: '127.0.0.1',
    home: undefined,
    account: '123456789012',
    region: 'us-east-1',
  }
  const server = await startServer(options)
  try {
    const world = await createWorld(server.ready)
    const state = server.app().live.tables
    return implementedOperations().map((implemented) => permissionsOf(implemented, world, state))
  } finally {
    await server.close()
  }
}

/** The golden file's text. */
export function render(all: readonly OperationPermissions[]): string {
  const blocks = all.map(({ operation, otherwise, permissions }) => {
    const lines = permissions.map(
      ({ action, resource, keys }) => `  ${action} on ${resource}${keys.length > 0 ? `\n    ${keys.join(' ')}` : ''}`,
    )
    return [operation, ...(otherwise === undefined ? [] : [`  ${otherwise}`]), ...lines].join('\n')
  })
  return `${blocks.join('\n')}\n`
}

function permissionsOf(
  { service, name, operation, model }: Implemented,
  world: World,
  state: State,
): OperationPermissions {
  const { authorization } = operation.definition
  const title = `${service} ${name}`
  if (authorization.kind !== 'permissions') {
    return { operation: title, otherwise: `${authorization.kind}: ${authorization.why}`, permissions: [] }
  }
  const checks = (input: Input): readonly Check[] => authorization.check({ ...callWith(input, world), state })
  const merged = new Map<string, Set<string>>()
  for (const check of [
    ...checks(sampleInput(model, world, 'required')),
    ...tolerant(() => checks(sampleInput(model, world, 'full'))),
  ]) {
    const resource = normalised(check.resource, world)
    const keys = merged.get(`${check.action} ${resource}`) ?? new Set()
    for (const key of keysOf(check)) keys.add(key)
    merged.set(`${check.action} ${resource}`, keys)
  }
  const permissions = [...merged].map(([question, keys]) => {
    const [action = '', resource = ''] = question.split(/ (.*)/s)
    return { action, resource, keys: [...keys].sort() }
  })
  return { operation: title, otherwise: undefined, permissions }
}

/** All members at once may exclude each other; then the required ones alone tell. */
function tolerant(run: () => readonly Check[]): readonly Check[] {
  try {
    return run()
  } catch (error) {
    if (error instanceof AwsError) return []
    throw error
  }
}

function keysOf({ context, resourceTags, requestTags }: Check): readonly string[] {
  const given = Object.entries(context ?? {}).flatMap(([key, value]) =>
    value === undefined ? [] : [key.replace(/\/.*$/s, '/*')],
  )
  return [
    ...given,
    ...(resourceTags === undefined ? [] : ['aws:ResourceTag/*']),
    ...(requestTags === undefined ? [] : ['aws:RequestTag/*', 'aws:TagKeys']),
  ]
}

const normalised = (resource: string, world: World): string =>
  resource
    .replaceAll(world.instanceId, '{instance}')
    .replaceAll(world.associationId, '{association}')
    .replaceAll(world.volumeId, '{volume}')
    .replaceAll(world.securityGroupId, '{security group}')
    .replaceAll(world.securityGroupRuleId, '{security group rule}')
    .replaceAll(world.launchTemplateId, '{launch template}')
    .replaceAll(world.accessKeyId, '{access key}')

function callWith(input: Input, world: World): Call<Input> {
  return {
    input,
    caller: callerIn(world),
    now: Date.parse('2026-01-01T00:00:00Z'),
    requestId: '00000000-0000-0000-0000-000000000000',
    region: world.region,
    request: {
      sourceIp: '127.0.0.1',
      secure: false,
      userAgent: undefined,
      host: 'localhost',
      header: () => undefined,
      query: () => undefined,
    },
    fail: (code, message) => {
      throw new AwsError(code, message)
    },
  }
}

const callerIn = ({ account }: World): Caller => ({
  kind: 'user',
  account,
  arn: `arn:aws:iam::${account}:user/caller`,
  principalArn: `arn:aws:iam::${account}:user/caller`,
  userId: 'AIDAIOSFODNN7EXAMPLE2',
  name: 'caller',
  entityId: 'AIDAIOSFODNN7EXAMPLE2',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  session: undefined,
  tags: {},
})
