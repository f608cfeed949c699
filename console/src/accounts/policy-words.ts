import type { PasswordPolicy } from '@aws-sdk/client-iam'

/** The kinds of characters that a policy can require, in the words of AWS's console. */
export const STRENGTHS = [
  {
    setting: 'RequireUppercaseCharacters',
    label: 'Require at least one uppercase letter from the Latin alphabet (A-Z)',
  },
  {
    setting: 'RequireLowercaseCharacters',
    label: 'Require at least one lowercase letter from the Latin alphabet (a-z)',
  },
  { setting: 'RequireNumbers', label: 'Require at least one number' },
  {
    setting: 'RequireSymbols',
    label: "Require at least one non-alphanumeric character (! @ # $ % ^ & * ( ) _ + - = [ ] { } | ')",
  },
] as const

export interface PolicyWords {
  readonly length: string
  readonly strength: readonly string[]
  /** What holds beside the password's characters. */
  readonly other: readonly string[]
}

const DEFAULT_WORDS: PolicyWords = {
  length: '8 characters',
  strength: [
    'Include a minimum of three of the following mix of character types: uppercase, lowercase, numbers, non-alphanumeric characters',
  ],
  other: ['Never expire password', 'Must not be identical to your AWS account name or email address'],
}

/** What a policy asks for, in the words of AWS's console; of null, IAM's default policy. */
export function policyWords(policy: PasswordPolicy | null): PolicyWords {
  if (policy === null) return DEFAULT_WORDS
  const { MinimumPasswordLength = 6, MaxPasswordAge, PasswordReusePrevention } = policy
  return {
    length: `${MinimumPasswordLength} characters`,
    strength: STRENGTHS.flatMap(({ setting, label }) => (policy[setting] ? [label] : [])),
    other: [
      MaxPasswordAge === undefined ? 'Never expire password' : `Expire password in ${counted(MaxPasswordAge, 'day')}`,
      ...(policy.HardExpiry ? ['Password expiration requires administrator reset'] : []),
      ...(policy.AllowUsersToChangePassword ? ['Allow users to change their own password'] : []),
      ...(PasswordReusePrevention === undefined
        ? []
        : [`Remember last ${counted(PasswordReusePrevention, 'password')} and prevent reuse`]),
    ],
  }
}

/** What a new password has to be. */
export function passwordRules(policy: PasswordPolicy | null): readonly string[] {
  const { length, strength } = policyWords(policy)
  const reuse = policy?.PasswordReusePrevention
  return [
    `At least ${length}`,
    ...strength,
    ...(policy === null ? ['Not the name of the account'] : []),
    ...(reuse === undefined ? [] : [`None of your last ${counted(reuse, 'password')}`]),
  ]
}

const counted = (count: number, word: string): string =>
  `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`
