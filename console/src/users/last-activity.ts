import type { User } from '@aws-sdk/client-iam'
import { counted } from '../parts/counted.ts'
import type { UsedKey } from './access-keys.ts'

/** The last sign-in or the last use of a key, whichever is later; undefined: neither. */
export function lastActivity({ PasswordLastUsed }: User, keys: readonly UsedKey[]): Date | undefined {
  const moments = [PasswordLastUsed, ...keys.map(({ lastUsed }) => lastUsed?.LastUsedDate)].flatMap((at) =>
    at ? [at.getTime()] : [],
  )
  return moments.length === 0 ? undefined : new Date(Math.max(...moments))
}

const DAY_MS = 86_400_000

/** Whole days since the key was created. `now` is in milliseconds since 1970. */
export const keyAgeDays = ({ CreateDate }: { readonly CreateDate?: Date | undefined }, now: number): number =>
  CreateDate ? Math.floor((now - CreateDate.getTime()) / DAY_MS) : 0

/** `Today`, `1 day`, `90 days`. */
export const daysInWords = (days: number): string => (days <= 0 ? 'Today' : counted(days, 'day'))
