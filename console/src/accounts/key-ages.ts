import { type AccessKeyMetadata, GetAccountAuthorizationDetailsCommand, type UserDetail } from '@aws-sdk/client-iam'
import { useQuery } from '@tanstack/react-query'
import { everyPage } from '../aws/every-page.ts'
import { iam } from '../aws/iam.ts'
import { listAccessKeys } from '../users/access-keys.ts'

/** Every user with its groups; 1,000 a call. */
export const useUserDetails = () =>
  useQuery({
    queryKey: ['user-details'],
    queryFn: (): Promise<UserDetail[]> =>
      everyPage(async (Marker: string | undefined) => {
        const { UserDetailList = [], Marker: next } = await iam().send(
          new GetAccountAuthorizationDetailsCommand({ Filter: ['User'], Marker, MaxItems: 1000 }),
        )
        return { items: UserDetailList, next }
      }),
  })

/** How many users' keys are read without having been asked: each user costs a call. */
export const READ_UNASKED = 100

const AT_ONCE = 6

/** The access keys of all these users, a call each, as soon as `wanted`. */
export const useKeysOf = (userNames: readonly string[], wanted: boolean) =>
  useQuery({
    queryKey: ['keys-of-users', userNames],
    queryFn: () => keysOf(userNames),
    enabled: wanted,
  })

async function keysOf(userNames: readonly string[]): Promise<AccessKeyMetadata[]> {
  const keys: AccessKeyMetadata[] = []
  const waiting = [...userNames]
  const reader = async () => {
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) keys.push(...(await listAccessKeys(name)))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, reader))
  return keys
}
