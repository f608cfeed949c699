/** The trust policies that AWS's wizard writes, as readable JSON. */

const printed = (statement: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] }, undefined, 2)

/** Trusts an AWS service; `service` is its principal: `ec2.amazonaws.com`. */
export const serviceTrust = (service: string): string =>
  printed({ Action: ['sts:AssumeRole'], Principal: { Service: [service] } })

/** Trusts an account: whoever there is permitted to assume the role. An empty external ID is none. */
export function accountTrust(account: string, { externalId = '', mfa = false }): string {
  return printed({
    Action: 'sts:AssumeRole',
    Principal: { AWS: account },
    Condition: {
      ...(externalId !== '' && { StringEquals: { 'sts:ExternalId': externalId } }),
      ...(mfa && { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
    },
  })
}

/** Trusts whom an OpenID Connect provider has signed in for the audience; `provider` is its ARN. */
export const webIdentityTrust = (provider: string, audience: string): string =>
  printed({
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: provider },
    Condition: { StringEquals: { [`${issuerOf(provider)}:aud`]: [audience] } },
  })

/** `token.actions.githubusercontent.com` of the ARN of its provider. */
const issuerOf = (provider: string): string => provider.slice(provider.indexOf(':oidc-provider/') + 15)

/** Trusts whom a SAML provider has signed in; `provider` is its ARN. */
export const samlTrust = (provider: string): string =>
  printed({
    Action: 'sts:AssumeRoleWithSAML',
    Principal: { Federated: provider },
    Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
  })

/** What a custom trust policy begins as: valid JSON that trusts nobody. */
export const EMPTY_TRUST = printed({ Sid: 'Statement1', Principal: {}, Action: 'sts:AssumeRole' })
