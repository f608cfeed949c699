import { iamArn } from '../aws/arn.ts'
import type { Session } from '../aws/caller.ts'
import { randomIds } from '../aws/ids.ts'
import type { DecisionRequest } from '../policy/request.ts'
import { resourcePolicy } from '../policy/resource-policy.ts'
import type { Role } from '../roles/records.ts'
import { issueCredentials } from './issue.ts'
import type { SessionTokens } from './session-token.ts'

/** The service principal that assumes an instance's role. */
export const EC2_SERVICE = 'ec2.amazonaws.com'

/** What a session on an instance carries to each later call, as condition keys of its own. */
export interface InstanceIdentity {
  readonly id: string
  readonly arn: string
  readonly region: string
  readonly vpcId: string
  readonly privateIp: string
}

export interface InstanceSessionRequest extends VendedSession {
  readonly role: Role
  readonly roleArn: string
}

export interface VendedSession {
  readonly instance: InstanceIdentity
  readonly roleDelivery: '1.0' | '2.0'
  /** Milliseconds since 1970. */
  readonly issuedAt: number
  readonly expiresAt: number
}

/**
 * The question whether EC2 may assume the role for this instance. A service principal has no identity policies: the trust
 * policy alone decides.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html
 */
export function ec2AssumesRole(role: Role, roleArn: string, instance: InstanceIdentity, now: number): DecisionRequest {
  return {
    principal: { kind: 'service', names: [EC2_SERVICE] },
    action: 'sts:AssumeRole',
    resource: roleArn,
    resourceAccount: role.account,
    context: new Map<string, string>([
      ['aws:currenttime', new Date(now).toISOString()],
      ['aws:epochtime', String(Math.floor(now / 1000))],
      ['aws:principalisawsservice', 'true'],
      ['aws:principalservicename', EC2_SERVICE],
      ['aws:sourceaccount', role.account],
      ['aws:sourcearn', instance.arn],
      ['aws:requestedregion', instance.region],
      ['aws:securetransport', 'true'],
      ['sts:rolesessionname', instance.id],
      ...Object.entries(role.tags).map(([key, value]): [string, string] => [
        `aws:resourcetag/${key.toLowerCase()}`,
        value,
      ]),
    ]),
    policies: {
      identity: [],
      resource: resourcePolicy('trust policy', roleArn, role.trustPolicy),
      resourceRule: 'required',
    },
  }
}

/**
 * A session of the instance's role, named after the instance. It is not chaining and not limited by
 * MaxSessionDuration.
 */
export const mintInstanceSession = (tokens: SessionTokens, request: InstanceSessionRequest) =>
  mint(tokens, request, {
    kind: 'instance',
    account: request.role.account,
    issuerArn: request.roleArn,
    issuerName: request.role.name,
    issuerId: request.role.id,
  })

const IDENTITY_ROLE = 'aws:ec2-instance'

/**
 * A session of the role that says which instance it is and nothing more.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html#ec2-instance-identity-roles
 */
export const mintInstanceIdentity = (tokens: SessionTokens, account: string, request: VendedSession) =>
  mint(tokens, request, {
    kind: 'instance-identity',
    account,
    issuerArn: iamArn(account, 'role', '/', IDENTITY_ROLE),
    issuerName: IDENTITY_ROLE,
    issuerId: `${account}:${IDENTITY_ROLE}`,
  })

type Issuer = Pick<Session, 'kind' | 'account' | 'issuerArn' | 'issuerName' | 'issuerId'>

function mint(tokens: SessionTokens, request: VendedSession, issuer: Issuer) {
  const { instance } = request
  const issued = issueCredentials(tokens, randomIds(), {
    ...issuer,
    sessionName: instance.id,
    issuedAt: request.issuedAt,
    expiresAt: request.expiresAt,
    chained: false,
    tags: {},
    transitiveTagKeys: [],
    instance: {
      arn: instance.arn,
      vpcId: instance.vpcId,
      privateIp: instance.privateIp,
      roleDelivery: request.roleDelivery,
    },
  })
  if ('tooLarge' in issued) throw new Error('an instance session is larger than a token may be')
  const { AccessKeyId, SecretAccessKey, SessionToken } = issued.credentials
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
}
