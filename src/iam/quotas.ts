/**
 * Quotas that shape an entity; sizes of policies are `POLICY_QUOTAS`.
 * The adjustable ones per account (users, roles, ...) are shown by GetAccountSummary and not enforced: nobody here can
 * raise them for an operator who runs more.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const QUOTAS = {
  accessKeysPerUser: 2,
  groupsPerUser: 10,
  attachedPolicies: 10,
  versionsPerPolicy: 5,
  tags: 50,
} as const

/** AWS's sentence for LimitExceeded. */
export const quotaSentence = (quota: string, limit: number): string => `Cannot exceed quota for ${quota}: ${limit}`
