import type { VendedCredentials, VendedIdentity } from './credentials.ts'
import { type Folder, folder, type Leaf, type Node } from './tree.ts'

/** `iam/`: absent as a whole without a profile. */
export const iamFolder: Folder = {
  children: (view) => (view.credentials().kind === 'none' ? undefined : IAM),
}

/** `identity-credentials/`: there with and without a profile. */
export const identityCredentials: Folder = folder({
  ec2: folder({
    info: ({ identity, instance }) =>
      document({ Code: 'Success', LastUpdated: seconds(identity().lastUpdated), AccountId: instance.account }),
    'security-credentials': folder({ 'ec2-instance': ({ identity }) => sessionDocument(identity()) }),
  }),
})

/** The names of roles only: a client reads the listing as the role's name and appends it to the address. */
const roleCredentials: Folder = {
  children: (view): Readonly<Record<string, Node>> => {
    const vended = view.credentials()
    return 'roleName' in vended ? { [vended.roleName]: roleDocument } : {}
  },
}

const roleDocument: Leaf = (view) => credentialDocument(view.credentials())

const IAM: Readonly<Record<string, Node>> = {
  info: (view) => infoDocument(view.credentials()),
  'security-credentials': roleCredentials,
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html */
function credentialDocument(vended: VendedCredentials): string | undefined {
  switch (vended.kind) {
    case 'credentials':
      return sessionDocument(vended)
    case 'unauthorized':
      return document({
        Code: 'AssumeRoleUnauthorizedAccess',
        Message: `EC2 cannot assume the role ${vended.roleName}.${SEE}`,
        LastUpdated: seconds(vended.lastUpdated),
      })
    default:
      return undefined
  }
}

/** The end of the service's messages, two spaces before it, as recorded for AssumeRoleUnauthorizedAccess in 2021. */
const SEE =
  '  Please see documentation at https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html#troubleshoot_iam-ec2_errors-info-doc.'

const sessionDocument = (vended: VendedIdentity): string =>
  document({
    Code: 'Success',
    LastUpdated: seconds(vended.lastUpdated),
    Type: 'AWS-HMAC',
    AccessKeyId: vended.accessKeyId,
    SecretAccessKey: vended.secretAccessKey,
    Token: vended.token,
    Expiration: seconds(vended.expiration),
  })

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html; it cuts the message of a profile without
 * a role after those words, and names none for a profile that is gone.
 */
function infoDocument(vended: VendedCredentials): string | undefined {
  switch (vended.kind) {
    case 'none':
      return undefined
    case 'profile not found':
      return document({ Code: 'InstanceProfileNotFound', LastUpdated: seconds(vended.lastUpdated) })
    case 'no role':
      return document({
        Code: 'Success',
        Message: `Instance Profile does not contain a role.${SEE}`,
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
