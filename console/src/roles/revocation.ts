/** The inline policy that AWS's console revokes a role's sessions with. */
export const REVOCATION = 'AWSRevokeOlderSessions'

/**
 * Denies everything to the sessions that were issued before the moment.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
 */
export const revocationAt = (now: Date): string =>
  JSON.stringify(
    {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Action: ['*'],
          Resource: ['*'],
          Condition: { DateLessThan: { 'aws:TokenIssueTime': now.toISOString() } },
        },
      ],
    },
    undefined,
    2,
  )
