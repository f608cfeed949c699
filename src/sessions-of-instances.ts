import { randomUUID } from 'node:crypto'
import { assumedRoleArn } from './aws/arn.ts'
import type { CallRecord } from './aws/record.ts'
import { defaultNetwork } from './instances/default-network.ts'
import { type InstanceRecord, instanceArn } from './instances/records.ts'
import type { InstanceSessions } from './metadata/credential-vendor.ts'
import { permits } from './policy/decide.ts'
import type { DecisionRequest } from './policy/request.ts'
import { type Role, roleSubject } from './roles/records.ts'
import {
  EC2_SERVICE,
  ec2AssumesRole,
  type InstanceIdentity,
  mintInstanceIdentity,
  mintInstanceSession,
} from './sessions/instance-sessions.ts'
import type { SessionTokens } from './sessions/session-token.ts'

/**
 * Sessions know no instance records: what an instance is to them is said here. EC2's taking of a role is a call of the
 * trail when it makes a session, and once for an instance when a role as it stands refuses it: metadata is read all the
 * time.
 */
export function sessionsOfInstances(tokens: SessionTokens, record: (call: CallRecord) => void): InstanceSessions {
  // A record of a role never changes: a new trust policy is another record, which may refuse anew.
  const refused = new WeakMap<Role, Set<string>>()
  const isNew = (role: Role, instance: string): boolean => {
    const known = refused.get(role) ?? new Set()
    refused.set(role, known)
    return known.size < known.add(instance).size
  }
  const question = (role: Role, instance: InstanceRecord, now: number): DecisionRequest =>
    ec2AssumesRole(role, roleSubject.arn(role), identityOf(instance), now)
  return {
    mayAssume({ instance, role, now }) {
      const request = question(role, instance, now)
      const allowed = permits(request)
      if (!allowed && isNew(role, instance.id)) record(assumption(instance, request, now, false))
      return allowed
    },
    mint({ instance, ...session }) {
      const { role, issuedAt } = session
      const minted = mintInstanceSession(tokens, { ...session, instance: identityOf(instance) })
      const issued = {
        accessKeyId: minted.accessKeyId,
        expiresAt: session.expiresAt,
        arn: assumedRoleArn(role.account, role.name, instance.id),
      }
      record({ ...assumption(instance, question(role, instance, issuedAt), issuedAt, true), issued })
      return minted
    },
    mintIdentity: ({ instance, ...session }) =>
      mintInstanceIdentity(tokens, instance.account, { ...session, instance: identityOf(instance) }),
  }
}

const identityOf = ({ id, account, region, privateIp }: InstanceRecord): InstanceIdentity => ({
  id,
  arn: instanceArn({ account, region }, id),
  region,
  vpcId: defaultNetwork(account, region).vpcId,
  privateIp,
})

/** As AWS's own trail has it: AssumeRole, called by ec2.amazonaws.com. */
const assumption = (
  { id, account, region, privateIp }: InstanceRecord,
  request: DecisionRequest,
  time: number,
  allowed: boolean,
): CallRecord => ({
  time,
  requestId: randomUUID(),
  service: 'sts',
  operation: 'AssumeRole',
  region,
  account,
  callerArn: EC2_SERVICE,
  userId: id,
  accessKeyId: undefined,
  sourceIp: privateIp,
  userAgent: EC2_SERVICE,
  status: allowed ? 200 : 403,
  errorCode: allowed ? undefined : 'AccessDenied',
  errorMessage: undefined,
  verdicts: [{ check: { action: request.action, resource: request.resource }, request, allowed }],
})
