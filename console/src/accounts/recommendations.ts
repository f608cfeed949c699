import type { AccessKeyMetadata, UserDetail } from '@aws-sdk/client-iam'
import { counted } from '../parts/counted.ts'
import { keyAgeDays } from '../users/last-activity.ts'
import type { AccountSummary } from './account.ts'

/** AWS's best practice asks to change access keys within that time. */
export const KEY_AGE_DAYS = 90

export interface Recommendation {
  readonly holds: boolean
  readonly title: string
  readonly advice: string
  /** The users that it is about. */
  readonly users: readonly string[]
}

export function rootKeyRecommendation({ AccountAccessKeysPresent = 0 }: AccountSummary): Recommendation {
  const holds = AccountAccessKeysPresent > 0
  return {
    holds,
    title: holds ? 'Root user has an active access key' : 'Root user has no access keys',
    advice: holds
      ? 'It permits everything, and no policy of the account can narrow it. Create users with what they need, and keep the root key for the day on which nothing else helps.'
      : 'Nothing signs calls as the root user.',
    users: [],
  }
}

export function groupsRecommendation(users: readonly UserDetail[]): Recommendation {
  const alone = namesOf(users.filter(({ GroupList = [] }) => GroupList.length === 0))
  const holds = alone.length > 0
  return {
    holds,
    title: holds ? `${counted(alone.length, 'user is', 'users are')} in no group` : 'Every user is in a group',
    advice: holds
      ? 'Permissions that are given to groups are easier to review than those given to each user.'
      : 'Permissions can be given to groups instead of to each user.',
    users: alone,
  }
}

/** `now` is in milliseconds since 1970. */
export function keyAgeRecommendation(keys: readonly AccessKeyMetadata[], now: number): Recommendation {
  const old = keys.filter((key) => key.Status === 'Active' && keyAgeDays(key, now) > KEY_AGE_DAYS)
  const holds = old.length > 0
  return {
    holds,
    title: holds
      ? `${counted(old.length, 'active access key is', 'active access keys are')} older than ${KEY_AGE_DAYS} days`
      : `No active access key is older than ${KEY_AGE_DAYS} days`,
    advice: holds
      ? 'Create a second key, change what uses the old one, deactivate that, and delete it once nothing misses it.'
      : 'A key that leaked is of use until it is changed.',
    users: [...new Set(namesOf(old))],
  }
}

const namesOf = (items: readonly { readonly UserName?: string | undefined }[]): string[] =>
  items.flatMap(({ UserName }) => (UserName === undefined ? [] : [UserName]))
