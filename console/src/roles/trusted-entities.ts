import { shownPolicy } from '../parts/policy-text.ts'

/**
 * The parts of a trust policy that are read here. It was written by anybody, so that nothing of it is certain: `Object()`
 * makes an object of whatever stands there, and every member of the casts below is unknown.
 */
interface TrustStatement {
  readonly Effect?: unknown
  readonly Principal?: unknown
}

/**
 * Who a trust policy trusts, in the words of AWS's list of roles: `AWS Service: ec2`, `Account: 123456789012`,
 * `Identity Provider: accounts.google.com`. `document` is as IAM answers it, percent-encoded; empty for what cannot be read.
 */
export function trustedEntities(document: string | undefined): readonly string[] {
  const entities = statementsOf(shownPolicy(document))
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Principal }) => entitiesOf(Principal))
  return [...new Set(entities)]
}

function statementsOf(text: string): readonly TrustStatement[] {
  try {
    const { Statement } = Object(JSON.parse(text)) as { readonly Statement?: unknown }
    return (Array.isArray(Statement) ? Statement : [Statement]).map((statement) => Object(statement) as TrustStatement)
  } catch {
    return []
  }
}

function entitiesOf(principal: unknown): readonly string[] {
  if (principal === '*') return [accountOf('*')]
  const { Service, AWS, Federated } = Object(principal) as Readonly<Record<string, unknown>>
  return [
    ...textsOf(Service).map((service) => `AWS Service: ${service.replace(/\.amazonaws\.com(\.cn)?$/, '')}`),
    ...textsOf(AWS).map(accountOf),
    ...textsOf(Federated).map((provider) => `Identity Provider: ${provider}`),
  ]
}

function accountOf(principal: string): string {
  if (principal === '*') return 'Account: * (anybody)'
  const [, account] = /^(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(principal) ?? []
  // The id of a principal that is no longer there.
  return account === undefined ? `Principal: ${principal}` : `Account: ${account}`
}

const textsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string')

/** Whether a person can switch to the role: services and identity providers come by other doors. */
export const canBeSwitchedTo = (document: string | undefined): boolean =>
  trustedEntities(document).some((entity) => entity.startsWith('Account: '))
