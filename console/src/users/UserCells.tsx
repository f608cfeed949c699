/** Cells of the list of users: what only calls about each user tell. */
import type { User } from '@aws-sdk/client-iam'
import { LateCell } from '../parts/LateCell.tsx'
import { relativeTime } from '../parts/Time.tsx'
import { useAccessKeys } from './access-keys.ts'
import { daysInWords, keyAgeDays, lastActivity } from './last-activity.ts'
import { useGroupsOf } from './users.ts'

export const GroupCount = ({ userName }: { readonly userName: string }) => (
  <LateCell query={useGroupsOf(userName)}>{(groups) => groups.length}</LateCell>
)

export const LastActivity = ({ user }: { readonly user: User }) => (
  <LateCell query={useAccessKeys(user.UserName ?? '')}>
    {(keys) => {
      const at = lastActivity(user, keys)
      return at ? <span title={at.toISOString()}>{relativeTime(at)}</span> : '-'
    }}
  </LateCell>
)

export const KeyIds = ({ userName }: { readonly userName: string }) => (
  <LateCell query={useAccessKeys(userName)}>
    {(keys) =>
      keys.length === 0
        ? '-'
        : keys.map(({ AccessKeyId, Status }) => <div key={AccessKeyId}>{`${Status} - ${AccessKeyId}`}</div>)
    }
  </LateCell>
)

export const ActiveKeyAge = ({ userName }: { readonly userName: string }) => (
  <LateCell query={useAccessKeys(userName)}>
    {(keys) => {
      const ages = keys.filter(({ Status }) => Status === 'Active').map((key) => keyAgeDays(key, Date.now()))
      return ages.length === 0 ? '-' : daysInWords(Math.max(...ages))
    }}
  </LateCell>
)
