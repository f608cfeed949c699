import {
  type AccessKeyLastUsed,
  type AccessKeyMetadata,
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  ListAccessKeysCommand,
  type StatusType,
  TagUserCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam'
import { useQuery } from '@tanstack/react-query'
import { everyPage } from '../aws/every-page.ts'
import { iam } from '../aws/iam.ts'
import type { Step } from '../parts/steps.ts'

/** IAM's quota of access keys that a user can have. */
export const MOST_KEYS = 2

/** An access key with when, where and for which service it was last used. */
export interface UsedKey extends AccessKeyMetadata {
  readonly lastUsed: AccessKeyLastUsed | undefined
}

/** The user's keys, and of each when it was last used. */
export const useAccessKeys = (userName: string) =>
  useQuery({
    queryKey: ['user', userName, 'access-keys'],
    queryFn: async (): Promise<UsedKey[]> =>
      Promise.all(
        (await listAccessKeys(userName)).map(async (key) => ({ ...key, lastUsed: await lastUsedOf(key.AccessKeyId) })),
      ),
  })

export const listAccessKeys = (UserName: string): Promise<AccessKeyMetadata[]> =>
  everyPage(async (Marker: string | undefined) => {
    const { AccessKeyMetadata = [], Marker: next } = await iam().send(new ListAccessKeysCommand({ UserName, Marker }))
    return { items: AccessKeyMetadata, next }
  })

async function lastUsedOf(AccessKeyId: string | undefined): Promise<AccessKeyLastUsed | undefined> {
  const { AccessKeyLastUsed: used } = await iam().send(new GetAccessKeyLastUsedCommand({ AccessKeyId }))
  return used
}

/** A key as it is shown once. INVARIANT: it is held by the page that shows it, and nowhere else. */
export interface NewAccessKey {
  readonly id: string
  readonly secret: string
}

export async function createAccessKey(UserName: string): Promise<NewAccessKey> {
  const { AccessKey } = await iam().send(new CreateAccessKeyCommand({ UserName }))
  if (!AccessKey?.AccessKeyId || !AccessKey.SecretAccessKey) throw new Error('The server answered no access key.')
  return { id: AccessKey.AccessKeyId, secret: AccessKey.SecretAccessKey }
}

/** AWS's console keeps the description of a key as a tag of its user, with the key's id for its key. */
export const describeKey = (UserName: string, keyId: string, description: string) =>
  iam().send(new TagUserCommand({ UserName, Tags: [{ Key: keyId, Value: description }] }))

export const keyStatusChange = (UserName: string, AccessKeyId: string, Status: StatusType): Step => ({
  what: `Make the access key ${AccessKeyId} ${Status.toLowerCase()}`,
  run: () => iam().send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status })),
})

export const accessKeyDeletion = (UserName: string, AccessKeyId: string): Step => ({
  what: `Delete the access key ${AccessKeyId}`,
  run: () => iam().send(new DeleteAccessKeyCommand({ UserName, AccessKeyId })),
})
