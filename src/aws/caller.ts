/** Who makes a call, as the pipeline learnt it from the credentials. */

export type ContextValue = string | readonly string[]

/** Condition keys in the spelling of AWS; look-ups ignore case. An absent key is left out, never empty. */
export type Context = Readonly<Record<string, ContextValue | undefined>>

/** What a session's sealed token says. Times are milliseconds since 1970. */
export interface Session {
  /**
   * `assumed-role`: AssumeRole and its kin. `instance`: EC2 vended it. `instance-identity`: EC2 vended it, of the role
   * aws:ec2-instance that no account holds. `session-token`: GetSessionToken of a user or root. `console`: sign-in of a
   * user or root, with all that they are permitted.
   */
  readonly kind: 'assumed-role' | 'instance' | 'instance-identity' | 'session-token' | 'console' | 'federated-user'
  readonly accessKeyId: string
  readonly account: string
  /** The role (or user) ARN with its path. */
  readonly issuerArn: string
  readonly issuerName: string
  /** Unique id of the role or user; the session dies with it. */
  readonly issuerId: string
  readonly sessionName: string
  readonly issuedAt: number
  readonly expiresAt: number
  /** True when the credentials that asked for it were a role session's themselves. */
  readonly chained: boolean
  readonly mfaAt?: number
  readonly sourceIdentity?: string
  readonly tags: Readonly<Record<string, string>>
  readonly transitiveTagKeys: readonly string[]
  /** Session policies: the inline document and managed policy ARNs; undefined when none was passed. */
  readonly policy?: string
  readonly policyArns?: readonly string[]
  /** For `instance` and `instance-identity`: what EC2 adds to each later call. */
  readonly instance?: {
    readonly arn: string
    readonly vpcId: string
    readonly privateIp: string
    /** `1.0` or `2.0`: IMDSv1 or v2. */
    readonly roleDelivery: '1.0' | '2.0'
  }
}

export interface Caller {
  readonly kind: 'root' | 'user' | 'assumed-role' | 'federated-user' | 'anonymous'
  /** 12 digits; '' for anonymous. */
  readonly account: string
  /** What GetCallerIdentity answers: `...:user/x`, `...:assumed-role/role/session`, `...:root`; '*' for anonymous. */
  readonly arn: string
  /** aws:PrincipalArn: the role's ARN for a role session, else `arn`. */
  readonly principalArn: string
  /** aws:userid: AIDA..., AROA...:session, the account for root, 'anonymous'. */
  readonly userId: string
  /** The IAM user's or role's friendly name; undefined for root and anonymous. */
  readonly name: string | undefined
  /** The IAM entity's unique id (AIDA..., AROA...); undefined for root and anonymous. */
  readonly entityId: string | undefined
  readonly accessKeyId: string | undefined
  readonly session: Session | undefined
  /** Principal tags: the entity's, overridden by the session's. */
  readonly tags: Readonly<Record<string, string>>
}
