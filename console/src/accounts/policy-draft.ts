import type { PasswordPolicy } from '@aws-sdk/client-iam'
import type { CustomPolicy } from './password-policy.ts'
import { STRENGTHS } from './policy-words.ts'

/** A policy as it is being edited; numbers as they are typed, and only those count whose box is ticked. */
export interface PolicyDraft {
  readonly kind: 'default' | 'custom'
  readonly length: string
  /** Settings of STRENGTHS. */
  readonly strengths: readonly string[]
  readonly expires: boolean
  readonly days: string
  readonly hardExpiry: boolean
  readonly ownChange: boolean
  readonly prevents: boolean
  readonly remembered: string
}

/** Of an account without a policy of its own: a custom one begins with nothing weaker than IAM's default. */
export function draftOf(policy: PasswordPolicy | null): PolicyDraft {
  const { MinimumPasswordLength = 8, MaxPasswordAge, PasswordReusePrevention } = policy ?? {}
  return {
    kind: policy === null ? 'default' : 'custom',
    length: String(MinimumPasswordLength),
    strengths: STRENGTHS.map(({ setting }) => setting).filter((setting) => policy === null || policy[setting]),
    expires: MaxPasswordAge !== undefined,
    days: String(MaxPasswordAge ?? 90),
    hardExpiry: policy?.HardExpiry ?? false,
    ownChange: policy?.AllowUsersToChangePassword ?? true,
    prevents: PasswordReusePrevention !== undefined,
    remembered: String(PasswordReusePrevention ?? 5),
  }
}

/** AWS's ranges. */
export const RANGES = { length: [6, 128], days: [1, 1095], remembered: [1, 24] } as const

/** Why the draft cannot be saved; undefined: it can. */
export function draftBlocked({ kind, length, expires, days, prevents, remembered }: PolicyDraft): string | undefined {
  if (kind === 'default') return undefined
  if (!isWithin(length, RANGES.length)) return 'The minimum length needs to be between 6 and 128 characters.'
  if (expires && !isWithin(days, RANGES.days)) return 'The expiration needs to be between 1 and 1095 days.'
  if (prevents && !isWithin(remembered, RANGES.remembered)) return 'Between 1 and 24 passwords can be remembered.'
  return undefined
}

const isWithin = (text: string, [least, most]: readonly [number, number]): boolean =>
  /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most

/** The custom policy that a draft without a complaint writes. */
export const customOf = (draft: PolicyDraft): CustomPolicy => ({
  MinimumPasswordLength: Number(draft.length),
  ...Object.fromEntries(STRENGTHS.map(({ setting }) => [setting, draft.strengths.includes(setting)])),
  AllowUsersToChangePassword: draft.ownChange,
  ...(draft.expires && { MaxPasswordAge: Number(draft.days), HardExpiry: draft.hardExpiry }),
  ...(draft.prevents && { PasswordReusePrevention: Number(draft.remembered) }),
})
