/**
 * Sizes and quotas of policies, in characters; white space does not count, except with Organizations.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const POLICY_QUOTAS = {
  managed: 6144,
  trust: 2048,
  /** All inline policies of one user, role or group together. */
  userInline: 2048,
  roleInline: 10240,
  groupInline: 5120,
  session: 2048,
  bucket: 20480,
  /**
   * Of Organizations: every character counts, white space too; only its console takes white space out before it saves.
   * Service control policies were 5,120 until May 2026.
   * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
   */
  scp: 10240,
  rcp: 5120,
} as const

/** The size that counts against a quota. */
export const policySize = (text: string): number => text.replace(/\s/g, '').length

/** The characters that IAM takes in a document: tab, line feed, carriage return and Latin-1 from the space on. */
export const hasPolicyCharacters = (text: string): boolean => /^[\t\n\r\u0020-\u00ff]*$/.test(text)
