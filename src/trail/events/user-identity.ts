import { parseArn } from '../../aws/arn.ts'
import type { CallOutline } from '../kept-call.ts'
import { isAssumptionByEc2 } from './resources.ts'

/**
 * Who made the call, as AWS's trail writes it.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function userIdentityOf(call: CallOutline): Readonly<Record<string, unknown>> {
  const { callerArn, userId, account, accessKeyId } = call
  if (isAssumptionByEc2(call)) return { type: 'AWSService', invokedBy: callerArn }
  if (call.account === '') return { type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL' }
  const [kind = '', ...path] = (parseArn(callerArn)?.resource ?? '').split('/')
  return {
    type: TYPES[kind] ?? 'Unknown',
    principalId: userId,
    arn: callerArn,
    accountId: account,
    accessKeyId,
    ...(kind === 'user' && { userName: path.at(-1) }),
    ...contextOf(call, kind),
  }
}

const TYPES: Readonly<Record<string, string>> = {
  root: 'Root',
  user: 'IAMUser',
  'assumed-role': 'AssumedRole',
  'federated-user': 'FederatedUser',
}

/** `2026-11-24T21:42:27Z`, as the trail of AWS writes times. */
export const toTheSecond = (time: number): string => new Date(time).toISOString().replace(/\.\d+/, '')

/** Of a session: when it began, and the role that it is of. */
function contextOf({ session, account, userId }: CallOutline, kind: string) {
  if (!session) return {}
  const issuer = { arn: session.issuerArn, accountId: account, userName: session.issuerArn.split('/').at(-1) }
  return {
    sessionContext: {
      ...(kind === 'assumed-role' && {
        sessionIssuer: { type: 'Role', principalId: userId.split(':').slice(0, -1).join(':'), ...issuer },
      }),
      attributes: {
        creationDate: toTheSecond(session.issuedAt),
        mfaAuthenticated: String(session.mfa),
      },
      ...(session.roleDelivery !== undefined && { ec2RoleDelivery: session.roleDelivery }),
    },
  }
}
