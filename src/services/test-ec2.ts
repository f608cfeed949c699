import assert from 'node:assert/strict'
import type { Caller } from '../aws/caller.ts'
import { AwsError } from '../aws/error.ts'
import { randomIds } from '../aws/ids.ts'
import type { Check, InputOf, Operation, OperationName, OutputOf } from '../aws/operation.ts'
import { notYet } from '../aws/operation.ts'
import { instanceProfiles } from '../instance-profiles/records.ts'
import { ACCOUNT, appProfile, appRole, NOW, REGION } from '../instances/fixtures.ts'
import { keyPairs } from '../instances/key-pairs/records.ts'
import { launchTemplates, launchTemplateVersions } from '../instances/launch-templates/records.ts'
import { instances, metadataDefaults } from '../instances/records.ts'
import { securityGroups } from '../instances/security-groups/records.ts'
import { roles } from '../roles/records.ts'
import { memoryState } from '../state/memory-state.ts'
import { ec2Service } from './ec2.ts'

const caller: Caller = {
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
export const IMAGE = 'ami-0abcdef1234567890'
export const PROFILE_ARN = `arn:aws:iam::${ACCOUNT}:instance-profile/app-profile`
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/service/app`
const emptyProfile = { ...appProfile, id: 'AIPABBBBBBBBBBBBBBBBB', name: 'empty', roleId: undefined }

/** EC2 over tables in memory, with one profile that holds a role and one that holds none. */
export function ec2() {
  const { state, write } = memoryState([
    instances,
    metadataDefaults,
    securityGroups,
    keyPairs,
    launchTemplates,
    launchTemplateVersions,
    instanceProfiles,
    roles,
  ])
  write((tx) => {
    tx.put(roles, appRole)
    tx.put(instanceProfiles, appProfile)
    tx.put(instanceProfiles, emptyProfile)
  })
  const service: Readonly<Record<string, Operation | typeof notYet>> = ec2Service()
  let now = NOW
  const facts = (input: unknown, region: string) => ({
    input,
    caller,
    now,
    region,
    requestId: 'r',
    request: {
      sourceIp: '127.0.0.1',
      secure: false,
      userAgent: undefined,
      host: 'x',
      header: () => undefined,
      query: () => undefined,
    },
    fail: (code: string, message: string): never => {
      throw new AwsError(code, message)
    },
    ids: randomIds(),
    may: () => true,
    afterCommit: () => {},
    continueBody: () => {},
  })
  const definition = (name: string) => {
    const found = service[name]
    assert.ok(found && found !== notYet, name)
    return found.definition
  }
  const checks = <O extends OperationName<'ec2'>>(name: O, input: InputOf<'ec2', O>): readonly Check[] => {
    const { authorization } = definition(name)
    assert.ok(authorization.kind === 'permissions')
    const found = authorization.check({ ...facts(input, REGION), state })
    assert.ok(found.length > 0, `${name} checks nothing`)
    return found
  }
  const call = <O extends OperationName<'ec2'>>(
    name: O,
    input: InputOf<'ec2', O>,
    region = REGION,
  ): Exclude<OutputOf<'ec2', O>, undefined> => {
    checks(name, input)
    const { handle, read } = definition(name)
    const output = handle
      ? write((tx) => handle({ ...facts(input, region), tx, prepared: undefined }))
      : read?.({ ...facts(input, region), state })
    // The definition's types are forgotten in the table; the model says what this operation answers.
    return output as Exclude<OutputOf<'ec2', O>, undefined>
  }
  const launch = (more: Partial<InputOf<'ec2', 'RunInstances'>> = {}) => {
    const made = call('RunInstances', { ImageId: IMAGE, MinCount: 1, MaxCount: 1, ...more }).Instances ?? []
    assert.ok(made[0]?.InstanceId)
    return made[0].InstanceId
  }
  const see = (id: string) => call('DescribeInstances', { InstanceIds: [id] }).Reservations?.[0]?.Instances?.[0]
  const associated = (id: string) =>
    call('DescribeIamInstanceProfileAssociations', { Filters: [{ Name: 'instance-id', Values: [id] }] })
      .IamInstanceProfileAssociations?.[0]
  return {
    state,
    write,
    call,
    checks,
    launch,
    see,
    associated,
    wait: (ms: number) => {
      now += ms
    },
  }
}

/** Runs the call and expects EC2's error: its code and its sentence. */
export const fails = (run: () => unknown, code: string, message: string | RegExp, status?: number) =>
  assert.throws(run, (error: unknown) => {
    assert.ok(error instanceof AwsError, String(error))
    assert.equal(error.code, code)
    if (typeof message === 'string') assert.equal(error.message, message)
    else assert.match(error.message, message)
    assert.equal(error.status, status)
    return true
  })
