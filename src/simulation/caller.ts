import type { Caller } from '../aws/caller.ts'
import type { Fail } from '../aws/operation.ts'
import type { State } from '../state/table.ts'
import { userSubject } from '../users/records.ts'
import type { SimulatedCaller } from './simulation.ts'
import { entityIn, type Source } from './source.ts'

interface CallerInput {
  readonly CallerArn?: string | undefined
  readonly ResourcePolicy?: string | undefined
}

/** What AWS's simulator takes for `aws:userid` when nobody is named. Recorded. */
const NOBODY = 'STUB_PRINCIPAL_FOR_POLICY_SIMULATOR'

/**
 * Who calls in the simulation: the user of CallerArn, else the source, else nobody in particular of the account. A
 * resource policy needs a user, since its Principal element needs a value.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export function simulatedCaller(
  state: State,
  call: { readonly input: CallerInput; readonly caller: Caller; readonly fail: Fail<'InvalidInput'> },
  source?: Source,
): SimulatedCaller {
  const { CallerArn, ResourcePolicy } = call.input
  const named = CallerArn === undefined ? undefined : entityIn(CallerArn)
  const byName = CallerArn !== undefined && named?.kind !== 'user'
  const bySource = CallerArn === undefined && source !== undefined && source.kind !== 'user'
  if (byName || (bySource && ResourcePolicy !== undefined)) {
    call.fail('InvalidInput', 'Invalid caller - Caller must be an IAM user in this context.')
  }
  if (CallerArn !== undefined && named) {
    // Nothing is learnt of another account's users.
    const user = named.account === call.caller.account && userSubject.find(state, named.account, named.name)
    const known = user && userSubject.arn(user) === CallerArn
    return ofUser(CallerArn, named.account, named.name, known ? user.id : CallerArn)
  }
  if (source) return ofSource(source)
  if (ResourcePolicy !== undefined) call.fail('InvalidInput', 'Invalid caller - Caller cannot be null or empty.')
  const { account } = call.caller
  return {
    principal: { kind: 'user', account, arn: NOBODY, entityId: NOBODY },
    context: { 'aws:PrincipalAccount': account, 'aws:userid': NOBODY },
  }
}

function ofSource({ kind, arn, record }: Source): SimulatedCaller {
  const { account, name, id: entityId } = record
  if (kind === 'user') return ofUser(arn, account, name, entityId)
  // A group calls nothing: no policy can name it, so it stands here for a caller with its policies and no other trait.
  const principal =
    kind === 'role'
      ? ({ kind: 'assumed-role', account, arn, roleArn: arn, entityId } as const)
      : ({ kind: 'user', account, arn, entityId } as const)
  return { principal, context: contextOf(arn, account) }
}

const ofUser = (arn: string, account: string, name: string, entityId: string): SimulatedCaller => ({
  principal: { kind: 'user', account, arn, entityId },
  context: { ...contextOf(arn, account), 'aws:username': name },
})

/** AWS's simulator takes the ARN for `aws:userid`, not the unique id. Recorded. */
const contextOf = (arn: string, account: string) => ({
  'aws:PrincipalArn': arn,
  'aws:PrincipalAccount': account,
  'aws:userid': arn,
})
