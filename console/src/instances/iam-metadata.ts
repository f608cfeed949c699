import type { InstanceProfile } from '@aws-sdk/client-iam'
import {
  document,
  folder,
  hidden,
  MASK,
  type MetadataItem,
  seconds,
  type Told,
  UNKNOWN,
  value,
} from './metadata-item.ts'
import type { RoleIssue } from './role-credentials.ts'

/** What stands behind an instance's `iam/`. */
export type ProfileSight =
  | { readonly kind: 'none' }
  /** The associated profile is gone, or another one stands under its name. */
  | { readonly kind: 'not found' }
  | { readonly kind: 'profile'; readonly profile: InstanceProfile; readonly issues: Told<readonly RoleIssue[]> }

/** The newest issue of the role that is in the profile now; undefined: there is none that is known. */
export function currentIssue(sight: ProfileSight): RoleIssue | undefined {
  if (sight.kind !== 'profile' || 'untold' in sight.issues) return undefined
  const arn = sight.profile.Roles?.[0]?.Arn
  return sight.issues.told.find(({ roleArn }) => roleArn === arn)
}

/** `iam/`: absent as a whole without a profile. */
export function iamItem(source: Told<ProfileSight>): MetadataItem | undefined {
  if ('untold' in source) return hidden(source.untold)
  const sight = source.told
  if (sight.kind === 'none') return undefined
  if (sight.kind === 'not found') {
    return folder({
      info: value(document({ Code: 'InstanceProfileNotFound', LastUpdated: UNKNOWN })),
      'security-credentials': folder({}),
    })
  }
  const { Arn = '', InstanceProfileId = '', Roles: [role] = [] } = sight.profile
  const issue = currentIssue(sight)
  const LastUpdated = issue?.kind === 'issued' ? seconds(issue.at) : UNKNOWN
  const shown = { InstanceProfileArn: Arn, InstanceProfileId }
  if (!role) {
    const Message = `Instance Profile does not contain a role.${SEE}`
    return folder({
      info: value(document({ Code: 'Success', Message, LastUpdated, ...shown })),
      'security-credentials': folder({}),
    })
  }
  const { RoleName = '' } = role
  return folder({
    info: value(document({ Code: 'Success', LastUpdated, ...shown })),
    'security-credentials': folder({ [RoleName]: roleItem(RoleName, issue, sight.issues) }),
  })
}

function roleItem(roleName: string, issue: RoleIssue | undefined, issues: Told<unknown>): MetadataItem {
  if ('untold' in issues) return hidden(`The trail tells what was issued, and could not be read: ${issues.untold}`)
  if (!issue) return hidden('Nothing has asked for it yet; a set of credentials is made when something does.')
  if (issue.kind === 'refused') {
    const Message = `EC2 cannot assume the role ${roleName}.${SEE}`
    return value(document({ Code: 'AssumeRoleUnauthorizedAccess', Message, LastUpdated: UNKNOWN }))
  }
  return value(
    document({
      Code: 'Success',
      LastUpdated: seconds(issue.at),
      Type: 'AWS-HMAC',
      AccessKeyId: issue.accessKeyId,
      SecretAccessKey: MASK,
      Token: MASK,
      Expiration: seconds(issue.expires),
    }),
  )
}

/** The end of the service's messages, two spaces before it. */
const SEE =
  '  Please see documentation at https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html#troubleshoot_iam-ec2_errors-info-doc.'
