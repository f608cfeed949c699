/** Accounts as IAM tells them, written small. */
import type { AccountDetails } from './account.ts'

export const ACCOUNT = '123456789012'
export const arn = (rest: string) => `arn:aws:iam::${ACCOUNT}:${rest}`
export type Statement = Readonly<Record<string, unknown>>
export const policy = (...Statement: readonly Statement[]) => JSON.stringify({ Version: '2012-10-17', Statement })
export const allow = (
  Action: string | readonly string[],
  Resource: string | readonly string[] = '*',
  more: Statement = {},
): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
})
export const trust = (Principal: unknown, more: Statement = {}): Statement => ({
  Effect: 'Allow',
  Principal,
  Action: 'sts:AssumeRole',
  ...more,
})
export const inline = (statements: readonly Statement[]) =>
  statements.length === 0
    ? []
    : [{ PolicyName: 'permissions', PolicyDocument: encodeURIComponent(policy(...statements)) }]

export const user = (
  UserName: string,
  statements: readonly Statement[] = [],
  more: Partial<AccountDetails['users'][number]> = {},
) => ({
  UserName,
  Arn: arn(`user/${UserName}`),
  UserId: `AIDA${UserName.toUpperCase()}`,
  UserPolicyList: inline(statements),
  ...more,
})
export const role = (
  RoleName: string,
  trusts: Statement,
  statements: readonly Statement[] = [],
  more: Partial<AccountDetails['roles'][number]> = {},
) => ({
  RoleName,
  Arn: arn(`role/${RoleName}`),
  RoleId: `AROA${RoleName.toUpperCase()}`,
  AssumeRolePolicyDocument: encodeURIComponent(policy(trusts)),
  RolePolicyList: inline(statements),
  ...more,
})
export const managed = (PolicyName: string, ...versions: readonly (readonly Statement[])[]) => ({
  PolicyName,
  Arn: arn(`policy/${PolicyName}`),
  PolicyVersionList: versions.map((statements, index) => ({
    VersionId: `v${index + 1}`,
    IsDefaultVersion: index === 0,
    Document: policy(...statements),
  })),
})

export const accountOf = (parts: Partial<AccountDetails>): AccountDetails => ({
  ...{
    account: ACCOUNT,
    region: 'us-east-1',
    users: [],
    groups: [],
    roles: [],
    policies: [],
    instances: [],
    buckets: [],
  },
  ...parts,
})

/** The trust in every principal of the account that may ask for it. */
export const OWN_ACCOUNT = { AWS: arn('root') }
export const assumes = (name: string) => allow('sts:AssumeRole', arn(`role/${name}`))
