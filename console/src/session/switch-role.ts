import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { region } from '../app/region.ts'
import { clientConfig } from '../aws/client.ts'
import { currentSession, keep, withoutRole } from './session.ts'

export interface RoleToSwitchTo {
  /** 12 digits. */
  readonly account: string
  /** With its path, if it has one. */
  readonly roleName: string
  /** What the menu calls it; empty: role and account. */
  readonly displayName: string
}

/**
 * Assumes the role with the credentials that signed in, whichever role was switched to before, as AWS's console does.
 * Throws STS's refusal. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-console.html
 */
export async function switchRole({ account, roleName, displayName }: RoleToSwitchTo): Promise<void> {
  const session = currentSession()
  if (!session) throw new Error('Nobody is signed in.')
  const sts = new STSClient(clientConfig(session.credentials, region.get()))
  const { Credentials: issued } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${account}:role/${roleName}`,
      RoleSessionName: session.principal.userName ?? 'root',
    }),
  )
  if (!issued?.AccessKeyId || !issued.SecretAccessKey || !issued.SessionToken || !issued.Expiration)
    throw new Error('The server answered no credentials.')
  keep({
    ...withoutRole(session),
    role: {
      account,
      roleName,
      displayName: displayName || roleName,
      credentials: {
        accessKeyId: issued.AccessKeyId,
        secretAccessKey: issued.SecretAccessKey,
        sessionToken: issued.SessionToken,
        expiration: issued.Expiration.toISOString(),
      },
    },
  })
}
