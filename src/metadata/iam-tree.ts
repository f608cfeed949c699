import type { VendedCredentials } from './credentials.ts'
import type { Folder, Leaf, Node } from './tree.ts'

/** `iam/`: absent as a whole without a profile. */
export const iamFolder: Folder = {
  children: (view) => (view.credentials().kind === 'none' ? undefined : IAM),
}

/** The names of roles only: a client reads the listing as the role's name and appends it to the address. */
const securityCredentials: Folder = {
  children: (view): Readonly<Record<string, Node>> => {
    const vended = view.credentials()
    return 'roleName' in vended ? { [vended.roleName]: roleDocument } : {}
  },
}

const roleDocument: Leaf = (view) => credentialDocument(view.credentials())

const IAM: Readonly<Record<string, Node>> = {
  info: (view) => infoDocument(view.credentials()),
  'security-credentials': securityCredentials,
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html */
function credentialDocument(vended: VendedCredentials): string | undefined {
  switch (vended.kind) {
    case 'credentials':
      return document({
        Code: 'Success',
        LastUpdated: seconds(vended.lastUpdated),
        Type: 'AWS-HMAC',
        AccessKeyId: vended.accessKeyId,
        SecretAccessKey: vended.secretAccessKey,
        Token: vended.token,
        Expiration: seconds(vended.expiration),
      })
    case 'unauthorized':
      return document({
        Code: 'AssumeRoleUnauthorizedAccess',
        Message: `EC2 cannot assume the role ${vended.roleName}.  Please see documentation at http://docs.amazonwebservices.com/IAM/latest/UserGuide/RolesTroubleshooting.html.`,
        LastUpdated: seconds(vended.lastUpdated),
      })
    default:
      return undefined
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html */
function infoDocument(vended: VendedCredentials): string | undefined {
  switch (vended.kind) {
    case 'none':
      return undefined
    case 'profile not found':
      return document({ Code: 'InstanceProfileNotFound', LastUpdated: seconds(vended.lastUpdated) })
    case 'no role':
      return document({
        Code: 'Success',
        Message: 'Instance Profile does not contain a role.',
        LastUpdated: seconds(vended.lastUpdated),
        InstanceProfileArn: vended.profile.arn,
        InstanceProfileId: vended.profile.id,
      })
    default:
      return document({
        Code: 'Success',
        LastUpdated: seconds(vended.lastUpdated),
        InstanceProfileArn: vended.profile.arn,
        InstanceProfileId: vended.profile.id,
      })
  }
}

/** JSON in the form of the metadata service: two spaces, ` : ` between name and value. */
export const document = (members: Readonly<Record<string, string | null>>): string =>
  `{\n${Object.entries(members)
    .map(([name, value]) => `  ${JSON.stringify(name)} : ${JSON.stringify(value)}`)
    .join(',\n')}\n}`

/** `2021-09-20T21:42:26Z`: botocore reads no fractions. */
export const seconds = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`
