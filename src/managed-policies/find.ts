import { parseArn } from '../aws/arn.ts'
import type { Caller } from '../aws/caller.ts'
import { AwsError } from '../aws/error.ts'
import type { Fail } from '../aws/operation.ts'
import type { State } from '../state/table.ts'
import { awsManagedPolicy } from './aws-managed.ts'
import { customerPolicy, type ManagedPolicy, type PolicyVersion, policySubject } from './records.ts'

/** The managed policy that callers of this account see under the ARN: their own or one of AWS's. */
export const managedPolicy = (state: State, account: string, arn: string): ManagedPolicy | undefined =>
  customerPolicy(state, account, arn) ?? awsManagedPolicy(arn)

/** The last part of a policy's ARN. */
export const policyNameInArn = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1)

/** The policy to attach. Fails with ValidationError for a text that is no ARN, and with NoSuchEntity. */
export function attachablePolicy(
  state: State,
  account: string,
  arn: string,
  fail: Fail<'NoSuchEntity' | 'ValidationError'>,
): ManagedPolicy {
  if (!parseArn(arn)) fail('ValidationError', 'Invalid ARN:  Could not be parsed!')
  return (
    managedPolicy(state, account, arn) ?? fail('NoSuchEntity', `Policy ${arn} does not exist or is not attachable.`)
  )
}

/**
 * The ARN of a policy that can be a permissions boundary. CreateRole and CreateUser answer NoSuchEntity too, which the
 * model of CreateRole does not declare. Recorded from AWS.
 */
export function boundaryPolicy(state: State, account: string, arn: string, fail: Fail<'InvalidInput'>): string {
  if (!parseArn(arn)?.resource.startsWith('policy/')) fail('InvalidInput', `ARN ${arn} is not valid.`)
  if (!managedPolicy(state, account, arn)) {
    throw new AwsError('NoSuchEntity', `Scope ARN: ${arn} does not exist or is not attachable.`, { status: 404 })
  }
  return arn
}

/** The policy to read, the caller's own or one of AWS's, or NoSuchEntity. */
export const readablePolicy = (
  state: State,
  call: {
    readonly input: { readonly PolicyArn: string }
    readonly caller: Caller
    readonly fail: Fail<'NoSuchEntity'>
  },
): ManagedPolicy =>
  managedPolicy(state, call.caller.account, call.input.PolicyArn) ??
  call.fail('NoSuchEntity', policySubject.notFound(call.input.PolicyArn))

/** The version of the policy, or AWS's sentence for NoSuchEntity, which is the same when the policy is missing. */
export function requiredVersion(
  policy: ManagedPolicy | undefined,
  input: { readonly PolicyArn: string; readonly VersionId: string },
  fail: Fail<'NoSuchEntity'>,
): { readonly policy: ManagedPolicy; readonly version: PolicyVersion } {
  const version = policy?.versions.find(({ id }) => id === input.VersionId)
  if (policy && version) return { policy, version }
  return fail(
    'NoSuchEntity',
    `Policy ${input.PolicyArn} version ${input.VersionId} does not exist or is not attachable.`,
  )
}
